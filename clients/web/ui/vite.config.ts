import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

// The pages' Content-Security-Policy lets images come from our own address alone: the icons that the design system writes
// into its style sheets become files.
function iconsAsFiles(): Plugin {
  return {
    name: 'icons-as-files',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const emitted = new Set<string>();
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        file.source = String(file.source).replace(/url\("?data:image\/svg\+xml[^,]*,((?:[^"()]|\([^)]*\))*)"?\)/g, (_all, code: string) => {
          const source = decodeURIComponent(code);
          const fileName = `assets/icon-${createHash('sha256').update(source).digest('hex').slice(0, 10)}.svg`;
          if (!emitted.has(fileName)) this.emitFile({ type: 'asset', fileName, source });
          emitted.add(fileName);
          return `url(/${fileName})`;
        });
      }
    },
  };
}

// What every view draws with is one file, not ten of which each costs a phone a request; what runs first is another.
const drawnWith = /\/(lit-html|src\/(main|screens\/(tasks|task_groups))|src\/parts\/(dates|days|icon|navigation|roles|screen|shell|states)|src\/api\/events)\b/;
const runsFirst = /\/(vite\/preload-helper|src\/(first|remembered|routes|router|screens|texts\/(texts|language)|api\/(api|http)))\.?[a-z]*$/;

const chunkOf = (id: string): string | undefined => (runsFirst.test(id) ? 'first' : drawnWith.test(id) ? 'page' : undefined);

// The page's own code is fetched together with what runs first, which would otherwise have to come and run before.
function pageBeside(): Plugin {
  return {
    name: 'page-beside',
    transformIndexHtml: {
      order: 'post',
      // The script waits for no style sheet when it is async.
      handler: (html, { bundle }) => ({
        html: html.replace('<script type="module"', '<script type="module" async'),
        tags: Object.values(bundle ?? {})
          .filter((file) => file.type === 'chunk' && file.name === 'page')
          .map((file) => ({ tag: 'link', injectTo: 'head', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file.fileName}` } })),
      }),
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../../build/ui', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { manualChunks: chunkOf } },
  },
  json: { namedExports: false, stringify: true },
  plugins: [iconsAsFiles(), pageBeside()],
});
