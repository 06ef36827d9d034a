/** Shows what is said on a call: each sentence whole from the start, its words darkening as they are spoken. */
export class Transcript {
  #list;
  #items = new Map();
  #timers = new Map();

  constructor(list) {
    this.#list = list;
  }

  clear() {
    for (const timer of this.#timers.values()) clearInterval(timer);
    this.#timers.clear();
    this.#items.clear();
    this.#list.replaceChildren();
  }

  /** Adds a line or changes the one with its id. */
  show(line) {
    const known = this.#items.get(line.id);
    const item = known ?? document.createElement('p');
    clearInterval(this.#timers.get(line.id));
    item.className = line.who;
    if (line.language) item.lang = line.language;
    if (!known) {
      this.#items.set(line.id, item);
      this.#list.append(item);
    }
    if (line.isOver) this.#write(item, line.heard ?? line.text, line.text, 'unheard');
    else if (line.durationMs > 0) this.#speak(item, line);
    else this.#write(item, line.text, line.text, 'unsaid');
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  #speak(item, line) {
    const words = line.text.split(/(?<=\s)/);
    const startedAt = performance.now();
    const step = () => {
      const fraction = Math.min(1, (performance.now() - startedAt) / line.durationMs);
      const said = words.slice(0, Math.ceil(fraction * words.length)).join('');
      this.#write(item, said, line.text, 'unsaid');
      if (fraction >= 1) clearInterval(this.#timers.get(line.id));
    };
    step();
    this.#timers.set(line.id, setInterval(step, 120));
  }

  /** `text` with what follows `begun` marked as not said yet, or never heard. Unchanged text is left alone. */
  #write(item, begun, text, restClass) {
    const rest = text.slice(begun.length);
    if (item.dataset.begun === begun && item.dataset.rest === restClass) return;
    item.dataset.begun = begun;
    item.dataset.rest = restClass;
    const parts = [document.createTextNode(begun)];
    if (rest !== '') {
      const span = document.createElement('span');
      span.className = restClass;
      span.textContent = rest;
      parts.push(span);
    }
    item.replaceChildren(...parts);
  }
}
