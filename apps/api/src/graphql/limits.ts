import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { weighDocument } from './document-weight.ts';
import { costOf } from './operation-cost.ts';

/** What one operation may ask for. Checked in this order, cheapest first, over HTTP and WebSocket alike. */
export const QUERY_LIMITS = {
  /** Counted by the lexer: a flood of anything ends before it is parsed. */
  tokensMax: 2_000,
  /** Counted with fragments written out, before validation, whose rules cost more than linear time. */
  depthMax: 16,
  aliasesMax: 50,
  selectionsMax: 2_000,
  repeatsMax: 10,
  /** Counted with variables, before execution; see costOf. */
  costMax: 100_000,
} as const;

/** Refuses what asks for too much, and tells the cost of what it serves in `extensions.cost`. Cost is judged at every execution: validation is cached by document and knows no variables. */
export function useQueryLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source: string, options?: object) => parse(source, { ...options, maxTokens: QUERY_LIMITS.tokensMax }));
    },
    onValidate: ({ params, setResult }) => {
      const tooMuch = findExcess(params.documentAST as DocumentNode);
      if (tooMuch) setResult([tooMuch]);
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      const requested = costOf(args);
      if (requested > QUERY_LIMITS.costMax) return setResultAndStopExecution({ errors: [tooDear(requested)] });
      const cost = { requested, limit: QUERY_LIMITS.costMax };
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!isAsyncIterable(result)) setResult({ ...result, extensions: { ...result.extensions, cost } });
        },
      };
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const requested = costOf(args);
      if (requested > QUERY_LIMITS.costMax) setResultAndStopExecution({ errors: [tooDear(requested)] });
    },
  };
}

const weighed = new WeakMap<DocumentNode, GraphQLError | null>();

function findExcess(document: DocumentNode): GraphQLError | null {
  const known = weighed.get(document);
  if (known !== undefined) return known;
  const found = judgeWeight(document);
  weighed.set(document, found);
  return found;
}

function judgeWeight(document: DocumentNode): GraphQLError | null {
  const { depth, aliases, selections, repeats } = weighDocument(document);
  const { depthMax, aliasesMax, selectionsMax, repeatsMax } = QUERY_LIMITS;
  if (selections > selectionsMax)
    return refuse('QUERY_TOO_WIDE', `This query selects more than ${selectionsMax} fields. Ask for less at once.`);
  if (depth > depthMax) return refuse('QUERY_TOO_DEEP', `This query is ${depth} levels deep; ${depthMax} are allowed. Ask in two steps.`);
  if (aliases > aliasesMax)
    return refuse('QUERY_TOO_WIDE', `This query uses more than ${aliasesMax} aliases. Ask for nodes(ids:) instead.`);
  if (repeats > repeatsMax)
    return refuse('QUERY_TOO_WIDE', `This query asks for the same field more than ${repeatsMax} times in one place.`);
  return null;
}

function tooDear(cost: number): GraphQLError {
  const { costMax } = QUERY_LIMITS;
  return refuse('QUERY_TOO_DEAR', `This query may answer ${cost} fields; ${costMax} are allowed. Ask for smaller pages.`);
}

function refuse(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } });
}
