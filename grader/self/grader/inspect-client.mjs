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
    submission = script.scriptId;
    const where = generated(map, script.endLine);
    send('Debugger.setBreakpointByUrl', { urlRegex: 'submission\\.js$', ...where });
  },
  'Debugger.paused'({ callFrames: [{ location, functionName }] }) {
    if (location.scriptId !== submission) return send('Debugger.resume');
    const { lineNumber, columnNumber } = location;
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
  send('Runtime.enable');
  send('Runtime.runIfWaitingForDebugger');
});
