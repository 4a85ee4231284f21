export function all<T extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

/** The page that an element stands in: a single file holds many. */
export function page(element: Element): HTMLElement {
  return element.closest<HTMLElement>('.page') ?? document.body;
}

/** Makes an element with a text; texts of articles never become markup. */
export function make(tag: string, text = '', className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** Says something to screen readers. */
export function say(text: string): void {
  const status = document.getElementById('said');
  if (status) status.textContent = text;
}
