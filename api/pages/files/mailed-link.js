/** The form of a mailed link: posts what was typed, with the link's token, to the operation that the page names. */
const at = (id) => document.getElementById(id);
const form = document.querySelector('form');
const { operation, tokenMember, logout, incomplete, unanswered, wait, spent } = form.dataset;
const token = takeToken();
let isSending = false;

/**
 * The token stands behind `#`. It leaves the address at once, so that neither the browser's history nor a look at the
 * screen keeps it; a reload still has it.
 */
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) history.replaceState({ token: given }, '', location.pathname);
  return given || history.state?.token;
}

async function send() {
  isSending = true;
  form.ariaBusy = 'true';
  clear();
  const typed = Object.fromEntries(new FormData(form));
  const answer = await post(operation, { ...typed, [tokenMember]: token }).catch(() => undefined);
  if (answer?.ok) await finish(answer);
  else show(await problemOf(answer), answer);
  form.ariaBusy = null;
  isSending = false;
}

function post(path, body) {
  return fetch(path, {
    method: 'POST',
    // Whoever else is signed in at this browser has no part in it.
    credentials: 'omit',
    headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
    body: JSON.stringify(body),
  });
}

/** The problem document of an answer; undefined of an answer that is none, such as a proxy's. */
async function problemOf(answer) {
  const problem = await answer?.json().catch(() => undefined);
  return typeof problem?.title === 'string' ? problem : undefined;
}

function clear() {
  at('problem').replaceChildren();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    at(`${input.id}-fault`).textContent = '';
  }
}

/** Puts each fault at its field, and the rest where it is read aloud at once. */
function show(problem, answer) {
  if (!problem) return say(unanswered);
  const isShown = problem.errors.map(showFault).includes(true);
  const seconds = answer.headers.get('retry-after');
  if (isShown) say(problem.title);
  else if (problem.code === 'auth.token_not_valid') say(problem.title, spent);
  else if (seconds) say(problem.title, wait.replace('{}', seconds));
  else say(problem.title, problem.detail);
  form.querySelector('[aria-invalid]')?.focus();
}

/** Puts a fault at its field; false where it is of none. */
function showFault({ pointer, message }) {
  const input = form.querySelector(`[name="${CSS.escape(pointer.slice(1))}"]`);
  if (!input) return false;
  input.setAttribute('aria-invalid', 'true');
  at(`${input.id}-fault`).textContent = message;
  return true;
}

function say(...sentences) {
  const words = document.createElement('p');
  words.textContent = [...new Set(sentences)].join(' ');
  at('problem').replaceChildren(words);
}

async function finish(answer) {
  history.replaceState(null, '', location.pathname);
  const { accessToken } = await answer.json().catch(() => ({}));
  if (accessToken) endSession(accessToken);
  at('ask').remove();
  document.title = at('done-title').textContent;
  at('done').hidden = false;
  at('done').focus();
}

/** Taking an invitation signs in too; nobody goes on with that session, so it ends. */
function endSession(accessToken) {
  const headers = { authorization: `Bearer ${accessToken}` };
  fetch(logout, { method: 'POST', credentials: 'omit', headers, keepalive: true }).catch(() => {});
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!isSending) void send();
});
at('show')?.addEventListener('change', ({ target }) => {
  at('password').type = target.checked ? 'text' : 'password';
});
// Another link, opened in the same tab, changes nothing but what is behind `#`.
addEventListener('hashchange', () => location.reload());

if (token) form.hidden = false;
else say(incomplete);
