/** "For class": the marks and findings are hidden, a question stands in their place, each press reveals one layer. */
import { all, page, say } from './dom.js';

const STEPS = [
  {
    ask: 'Read all accounts. Underline every word that takes a side. Whose word is it?',
    next: 'Show who is speaking',
  },
  {
    ask: 'Who gets to speak? Are these the speaker’s words, or the outlet’s wording of them?',
    next: 'Show how they are introduced',
  },
  {
    ask: 'Said, noted, claimed, admitted: what does each word make you believe about the speaker?',
    next: 'Show strong wording',
  },
  {
    ask: 'Which of these words would the other side never use? Compare with what you underlined.',
    next: 'Show how sure they sound',
  },
  {
    ask: 'Where does a text hedge, and where does it sound certain? Is there a reason for it?',
    next: 'Show what was found',
  },
] as const;

export function classMode(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-action]');
    const action = button?.dataset.action;
    if (!button || (action !== 'class' && action !== 'reveal')) return;
    const here = page(button);
    const step = here.dataset.class;
    if (action === 'class') set(here, step === undefined ? 0 : null);
    else set(here, Number(step) + 1 < STEPS.length ? Number(step) + 1 : null);
  });
  // A link that ends in #class opens in class mode: a teacher can prepare it.
  if (location.hash === '#class') {
    const here = document.querySelector<HTMLElement>('.page.here, .page');
    if (here?.querySelector('[data-task]')) set(here, 0);
  }
}

function set(here: HTMLElement, step: number | null): void {
  const task = here.querySelector<HTMLElement>('[data-task]');
  if (!task) return;
  task.hidden = step === null;
  if (step === null) delete here.dataset.class;
  else {
    here.dataset.class = String(step);
    const { ask, next } = STEPS[step]!;
    task.querySelector('[data-step]')!.textContent = `Step ${step + 1} of ${STEPS.length}`;
    task.querySelector('[data-ask]')!.textContent = ask;
    task.querySelector('[data-action=reveal]')!.textContent = next;
    say(ask);
  }
  for (const button of all('[data-action=class]', here)) {
    button.setAttribute('aria-pressed', String(step !== null));
    button.textContent = step === null ? 'For class: hide the answers' : 'End class mode: show everything';
  }
  here.dispatchEvent(new Event('change'));
}
