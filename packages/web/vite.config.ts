import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the page finds the API while it is being worked on: the server of `npm start`. */
const SERVER = process.env.PERPETUA_SERVER ?? 'http://127.0.0.1:8787';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, reportCompressedSize: true },
  server: { proxy: { '/api': SERVER } },
});
