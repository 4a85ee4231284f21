/** What the analysis is measured against: wink-nlp alone, with the pipes it needs, and all read out that it needs. */
import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItsFunction } from 'wink-nlp';
import { cleanCopy } from '../src/pipeline/tokens.js';

/** Reads a text: tokens, tags, lemmas, the blanks before each token, and the sentences. */
export function winkAlone(): (text: string) => void {
  const nlp = winkNLP(model, ['sbd', 'pos']);
  const { its } = nlp;
  return (text) => {
    const doc = nlp.readDoc(cleanCopy(text));
    const tokens = doc.tokens();
    tokens.out();
    tokens.out(its.pos);
    tokens.out(its.lemma as unknown as ItsFunction<string>);
    tokens.out(its.precedingSpaces);
    doc.sentences().out(its.span);
  };
}
