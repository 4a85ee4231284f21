/** What the benchmarks use of the package `sentiment`, which ships no types. */
declare module 'sentiment' {
  export default class Sentiment {
    analyze(text: string): { readonly score: number };
  }
}
