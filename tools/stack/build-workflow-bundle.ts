import { workflowBundlePath } from '../../runtime/workflow-bundle.ts';

// `node build-workflow-bundle.ts CACHE_DIR`: builds the bundle that the workers load. In a process of its own, as what
// the bundler takes (150 MB) would stay with a worker that built it itself.
const [cacheDir] = process.argv.slice(2);
if (cacheDir === undefined) {
  console.error('usage: node tools/stack/build-workflow-bundle.ts CACHE_DIR');
  process.exitCode = 2;
} else console.log(await workflowBundlePath(cacheDir));
