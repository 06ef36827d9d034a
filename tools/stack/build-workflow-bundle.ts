import { FAILURE_CONVERTER_PATH } from '../../runtime/data-converter.ts';
import { workflowBundlePath } from '../../runtime/workflow-bundle.ts';

// `node build-workflow-bundle.ts CACHE_DIR [PAYLOAD_CODEC]`: builds the bundle that the workers load. In a process of its own, as what
// the bundler takes (150 MB) would stay with a worker that built it itself.
const [cacheDir, payloadCodec] = process.argv.slice(2);
if (cacheDir === undefined) {
  console.error('usage: node tools/stack/build-workflow-bundle.ts CACHE_DIR [on|off]');
  process.exitCode = 2;
} else {
  const failureConverterPath = payloadCodec === 'on' ? FAILURE_CONVERTER_PATH : undefined;
  console.log(await workflowBundlePath(cacheDir, { failureConverterPath }));
}
