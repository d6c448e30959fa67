/** The lines of a text that arrives bit by bit, without their ends. An empty last line is left out. */
export async function* linesOf(response: Response): AsyncGenerator<string, void> {
  if (response.body === null) {
    yield* (await response.text()).split('\n').filter((line) => line !== '');
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  // The parts of a line that is not complete. Joining them once is cheaper than growing one text.
  let parts: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = decoder.decode(value, { stream: !done });
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        parts.push(text.slice(start, end));
        yield parts.join('');
        parts = [];
        start = end + 1;
      }
      parts.push(text.slice(start));
      if (done) {
        break;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined); // It ended, or nobody wants the rest.
  }
  const last = parts.join('');
  if (last !== '') {
    yield last;
  }
}
