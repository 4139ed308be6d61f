/**
 * A debugger in a few lines: attaches to a host, sets a breakpoint at a line of a file as its source
 * map knows it, and prints which place it stops at.
 * argv: the inspector's URL, the file, its line (from 1).
 */
import { SourceMap } from 'node:module';

const [, , url, file, line] = process.argv;
const socket = new WebSocket(url);
let asked = 0;
const send = (method, params = {}) => socket.send(JSON.stringify({ id: ++asked, method, params }));

const mapOf = ({ sourceMapURL }) =>
  new SourceMap(
    JSON.parse(Buffer.from(sourceMapURL.slice(sourceMapURL.indexOf(',') + 1), 'base64')),
  );

/** Where the line has gone in the text that runs. */
function generated(map, lines) {
  for (let at = 0; at < lines; at++) {
    for (let column = 0; column < 80; column++) {
      const entry = map.findEntry(at, column);
      if (entry.originalSource === file && entry.originalLine === line - 1)
        return { lineNumber: entry.generatedLine, columnNumber: entry.generatedColumn };
    }
  }
  throw new Error(`no line ${line} of ${file}`);
}

let map;
/** A frame names its script by number: its text's own name comes when the script is announced. */
let submission;
const heard = {
  'Debugger.scriptParsed'(script) {
    if (!script.url.endsWith('submission.js') || !script.sourceMapURL) return;
    map = mapOf(script);
    submission = script;
  },
  'Debugger.paused'({ reason, callFrames: [{ location, functionName }] }) {
    const { lineNumber, columnNumber, scriptId } = location;
    // Before a text with a source map runs for the first time: a breakpoint set now is in time.
    if (reason === 'instrumentation' && submission && map) {
      const where = generated(map, submission.endLine);
      send('Debugger.setBreakpointByUrl', { urlRegex: 'submission\\.js$', ...where });
      return send('Debugger.resume');
    }
    if (scriptId !== submission?.scriptId) return send('Debugger.resume');
    const { originalSource, originalLine } = map.findEntry(lineNumber, columnNumber);
    console.log(JSON.stringify({ file: originalSource, line: originalLine + 1, functionName }));
    process.exit(0);
  },
};
socket.addEventListener('message', ({ data }) => {
  const { method, params } = JSON.parse(data);
  heard[method]?.(params);
});
socket.addEventListener('open', () => {
  send('Debugger.enable');
  send('Debugger.setInstrumentationBreakpoint', {
    instrumentation: 'beforeScriptWithSourceMapExecution',
  });
  send('Runtime.enable');
  send('Runtime.runIfWaitingForDebugger');
});
