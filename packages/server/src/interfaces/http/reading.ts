import type { Api } from './api.ts';
import type { HttpBooks } from './http-books.ts';

/** Reports, journals and stock. */
export function readingRoutes(_api: Api, _books: HttpBooks): void {}
