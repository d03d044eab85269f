import { createContext, useContext } from 'react';
import type { Client } from 'urql';

const CellClientContext = createContext<Client | null>(null);

/** Hands the client without a cache to the matrix, which keeps its own cells. */
export const CellClientProvider = CellClientContext.Provider;

export function useCellClient(): Client {
  const client = useContext(CellClientContext);
  if (!client) throw new Error('a matrix stands inside a CellClientProvider');
  return client;
}
