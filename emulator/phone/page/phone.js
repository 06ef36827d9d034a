import { createKeypad } from './keypad.js';
import { Line } from './line.js';
import { Transcript } from './transcript.js';
import { Voice } from './voice.js';

const at = (id) => document.getElementById(id);
const transcript = new Transcript(at('transcript'));
const voice = new Voice();
const line = new Line(hear, showConnection);
/** The call that rings or is in progress; one at a time is shown, the one that came first. */
let call;
let connectedAtMs;
/** Calls that ring behind it. */
const waiting = new Map();

const OVER = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];
const ENDINGS = {
  completed: 'The call has ended.',
  busy: 'Busy.',
  'no-answer': 'The call was not answered.',
  failed: 'The call failed.',
  canceled: 'The caller hung up.',
};

/** Takes in one piece of news. */
function hear(news) {
  if (news.type === 'ready') begin(news);
  if (news.type === 'call') update(news.call);
  if (news.type === 'lost') waiting.delete(news.sid);
  if (!call || news.sid !== call.sid) return;
  if (news.type === 'line') showLine(news.line);
  if (news.type === 'asked') at('ask').textContent = askText(news);
  if (news.type === 'taken') at('ask').textContent = '';
  if (news.type === 'lost') leave(`Call ${news.reason}.`);
}

function begin({ number, calls, ours }) {
  at('number').value = number;
  sessionStorage.setItem('number', number);
  document.title = `${number} · Phone`;
  showNumbers(ours);
  const [current, ...others] = calls;
  waiting.clear();
  for (const other of others) waiting.set(other.sid, other);
  if (!current) {
    if (call) leave('The call has ended.');
    return;
  }
  if (call?.sid !== current.sid) call = undefined;
  transcript.clear();
  update(current);
  for (const said of current.transcript) transcript.show({ ...said, isOver: true });
}

function update(news) {
  const isOver = OVER.includes(news.status);
  if (call && news.sid !== call.sid) {
    if (isOver) waiting.delete(news.sid);
    else waiting.set(news.sid, news);
    return;
  }
  if (isOver) {
    if (call) leave(ENDINGS[news.status]);
    return;
  }
  if (!call) transcript.clear();
  const wasRinging = call?.status === 'ringing';
  call = { ...call, ...news };
  if (call.status === 'in-progress') connectedAtMs ??= performance.now() - (news.connectedForMs ?? 0);
  showCall(wasRinging);
}

function showCall(wasRinging) {
  const isIncoming = call.status === 'ringing' && !call.isOutgoing;
  const isTalking = call.status === 'in-progress' || call.isOutgoing;
  show({ ringing: isIncoming, talking: isTalking });
  at('ringing-from').textContent = call.peer;
  at('talking-title').textContent = call.peer;
  at('talking-state').textContent = call.status === 'in-progress' ? 'Connected' : 'Ringing…';
  at('problem').hidden = true;
  if (isIncoming) at('answer').focus();
  if (call.status === 'in-progress' && wasRinging) at('transcript').focus();
  tick();
}

function showLine(said) {
  transcript.show(said);
  if (said.isOver && said.heard !== undefined) voice.stop();
  if (!said.isOver && (said.who === 'line' || said.who === 'them')) {
    at('ask').textContent = '';
    // Somebody who has the page read to them hears each sentence once.
    if (!voice.isOn) at('said').textContent = said.text;
    voice.say(said.text, said.language);
  }
}

function askText({ keys, speech, recording }) {
  if (recording) return 'You are being recorded: type what you say, or hang up.';
  if (keys && speech) return 'The line waits for a key or for words.';
  if (keys) return 'The line waits for a key.';
  return speech ? 'The line listens.' : '';
}

/** Back to the idle phone, saying why; what was said last can still be read aloud to its end. */
function leave(why) {
  call = undefined;
  connectedAtMs = undefined;
  at('ask').textContent = '';
  show({ idle: true });
  say(why, 'news');
  const [next] = waiting.values();
  if (!next) return at('to').focus();
  waiting.delete(next.sid);
  update(next);
}

function show({ idle = false, ringing = false, talking = false }) {
  if (talking || ringing) at('problem').hidden = true;
  at('idle').hidden = !idle;
  at('ringing').hidden = !ringing;
  at('talking').hidden = !talking;
}

/** Says what is wrong, or what has become of a call (`news`); undefined takes it away. */
function say(problem, kind = 'problem') {
  at('problem').dataset.kind = kind;
  at('problem').textContent = problem ?? '';
  at('problem').hidden = problem === undefined;
}

function tick() {
  const seconds = connectedAtMs === undefined ? 0 : Math.floor((performance.now() - connectedAtMs) / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  at('clock').textContent = connectedAtMs === undefined ? '' : text;
}

function showConnection(state) {
  at('connection').dataset.state = state;
  at('connection').textContent = state === 'ready' ? 'Ready' : 'No connection; trying again…';
}

function showNumbers(ours) {
  const reachable = ours.filter((one) => one.isReachable);
  at('no-numbers').hidden = reachable.length > 0;
  at('ours').replaceChildren(...reachable.map(({ e164 }) => new Option(e164, e164)));
  at('choices').replaceChildren(
    ...reachable.slice(0, 5).map(({ e164, name }) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      const texts = name === e164 ? [e164] : [e164, name];
      button.type = 'button';
      for (const text of texts) {
        const span = document.createElement('span');
        span.textContent = text;
        button.append(span);
      }
      button.addEventListener('click', () => void place(e164));
      item.append(button);
      return item;
    }),
  );
}

async function place(to) {
  say(await line.call(to.replaceAll(/[\s()-]/g, '')));
}

async function act(doing) {
  if (!call) return;
  if (doing.do !== 'answer' && doing.do !== 'decline') voice.stop();
  const problem = await line.act(call.sid, doing);
  if (problem && call) say(problem);
}

async function claim(number) {
  const problem = await line.refusalOf(number);
  if (problem === undefined) line.claim(number);
  say(problem);
}

/** A number that nobody has: 555-01xx is kept for fiction. */
function inventNumber() {
  const area = ['212', '312', '415', '617', '713'][Math.floor(Math.random() * 5)];
  return `+1${area}55501${String(Math.floor(Math.random() * 100)).padStart(2, '0')}`;
}

function showVoice() {
  at('mute').setAttribute('aria-pressed', String(voice.isOn));
}

createKeypad(at('keypad'), (key) => void act({ do: 'key', key }));
at('answer').addEventListener('click', () => void act({ do: 'answer' }));
at('decline').addEventListener('click', () => void act({ do: 'decline' }));
at('hangup').addEventListener('click', () => void act({ do: 'hang_up' }));
at('mute').addEventListener('click', () => {
  voice.toggle();
  showVoice();
});
at('claim').addEventListener('submit', (event) => {
  event.preventDefault();
  void claim(at('number').value.trim());
});
at('dial').addEventListener('submit', (event) => {
  event.preventDefault();
  void place(at('to').value);
});
at('to').addEventListener('focus', () => void line.numbers().then(showNumbers));
at('speak').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = at('words').value.trim();
  if (text === '') return;
  at('words').value = '';
  void act({ do: 'speech', text });
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && call)
    void act({ do: call.status === 'ringing' && !call.isOutgoing ? 'decline' : 'hang_up' });
});
setInterval(tick, 500);
showVoice();
line.claim(
  new URLSearchParams(location.search).get('number') ?? sessionStorage.getItem('number') ?? inventNumber(),
);
