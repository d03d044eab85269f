import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** `npm run dev` names the API it started. */
const API_URL = process.env['DAILIES_API_URL'] ?? 'http://127.0.0.1:4000';
const chineseFonts = path.join(path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');

/** Puts the documents that the API may trust (hash → text) beside the page: the API reads them when it starts. */
const trustedDocuments: Plugin = {
  name: 'trusted-documents',
  generateBundle() {
    const source = readFileSync(path.join(import.meta.dirname, 'src/gql/persisted-documents.json'), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'persisted-documents.json', source });
  },
};

/** The API serves `dist` at `/`; while developing, Vite serves the admin and passes the API's own paths on. */
export default defineConfig({
  plugins: [react(), tailwindcss(), trustedDocuments],
  resolve: { alias: { '@chinese-fonts': chineseFonts } },
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1_200 },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/graphql': { target: API_URL, ws: true, changeOrigin: true, headers: { origin: API_URL } },
      '/uploads': { target: API_URL, changeOrigin: true, headers: { origin: API_URL } },
    },
  },
});
