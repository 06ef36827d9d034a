/** Reads what is said aloud with the browser's own voices, in order, unless it is muted or there are none. */
export class Voice {
  #isOn = localStorage.getItem('readAloud') !== 'no';
  #synthesis = globalThis.speechSynthesis;

  get isOn() {
    return this.#isOn;
  }

  toggle() {
    this.#isOn = !this.#isOn;
    localStorage.setItem('readAloud', this.#isOn ? 'yes' : 'no');
    if (!this.#isOn) this.stop();
  }

  /** Says a sentence after those before it; `language` as BCP 47, such as cs-CZ. */
  say(text, language) {
    if (!this.#isOn || !this.#synthesis) return;
    const utterance = new SpeechSynthesisUtterance(text);
    if (language) utterance.lang = language;
    this.#synthesis.speak(utterance);
  }

  /** Falls silent at once, as the line does when a prompt is cut short. */
  stop() {
    this.#synthesis?.cancel();
  }
}
