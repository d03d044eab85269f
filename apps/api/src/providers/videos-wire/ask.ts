import type { Sent } from './classify.rules.ts';
import { readAnswer, type Reading } from './http-answer.ts';
import { noteOfFault } from './note.ts';

export interface Question extends Reading {
  method: 'GET' | 'DELETE' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** One call that can be asked again without harm. Never rejects: what can go wrong is the answer. */
export async function ask(question: Question): Promise<Sent> {
  const timeout = AbortSignal.timeout(question.timeoutMs);
  try {
    const response = await fetch(question.url, {
      method: question.method,
      headers: question.headers,
      ...(question.body !== undefined && { body: question.body }),
      redirect: 'manual',
      signal: question.signal ? AbortSignal.any([question.signal, timeout]) : timeout,
    });
    return { kind: 'answer', answer: await readAnswer(response, question) };
  } catch (error) {
    return { kind: 'fault', mayHaveLeft: true, note: noteOfFault(error) };
  }
}
