const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];
const NAMES = { '*': 'star', '#': 'hash' };

/** Fills the group with twelve keys, and takes them from the keyboard too while it is shown and nothing is typed. */
export function createKeypad(group, press) {
  const buttons = new Map();
  const act = (key) => {
    const button = buttons.get(key);
    button.classList.add('pressed');
    setTimeout(() => button.classList.remove('pressed'), 150);
    press(key);
  };
  for (const [key, letters] of KEYS) {
    const button = document.createElement('button');
    const small = document.createElement('small');
    button.type = 'button';
    button.setAttribute('aria-label', NAMES[key] ?? key);
    small.textContent = letters;
    button.append(key, small);
    button.addEventListener('click', () => act(key));
    buttons.set(key, button);
    group.append(button);
  }
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (!buttons.has(event.key) || group.offsetParent === null) return;
    event.preventDefault();
    act(event.key);
  });
}
