export * from './ids.ts';
export * from './limits.ts';
export * from './money.ts';
export * from './prompt.ts';
export * from './sizes.ts';
export * from './states.ts';
