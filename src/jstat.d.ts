/** The distributions that statistics.ts takes from jStat, which ships no types. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  const distributions: {
    readonly jStat: {
      readonly gamma: Distribution;
      readonly beta: Distribution;
      readonly studentt: Distribution;
    };
  };
  export default distributions;
}
