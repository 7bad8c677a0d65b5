import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev`-style work on the page finds the API: the server of `npm start`. */
const SERVER = process.env.PERPETUA_SERVER ?? 'http://127.0.0.1:4700';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, reportCompressedSize: true },
  server: { proxy: { '/api': SERVER } },
});
