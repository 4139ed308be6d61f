import { fileURLToPath } from 'node:url';
import { build, type BuildResult, type Metafile } from 'esbuild';

/** The folder of the course. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A file of the course and all that it imports, as one script for a browser page. */
export async function bundleForBrowser(
  file: string,
): Promise<{ readonly code: string; readonly metafile: Metafile }> {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundle',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return { code: result.outputFiles[0]?.text ?? '', metafile: result.metafile };
}
