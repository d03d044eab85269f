import { RouterProvider } from '@tanstack/react-router';
import { Toaster } from 'sonner';
import { Provider } from 'urql';
import { CellClientProvider } from '../campaigns/matrix/cell-client.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { cellClient, client } from './client.ts';
import { router } from './router.tsx';
import { useTheme } from './theme.ts';

const TOAST_MS = 6_000;
const TOOLTIP_DELAY_MS = 350;

/** Everything a page may lean on: data, tooltips, toasts, routes. */
export function App() {
  const [theme] = useTheme();
  return (
    <Provider value={client}>
      <CellClientProvider value={cellClient}>
        <TooltipProvider delayDuration={TOOLTIP_DELAY_MS}>
          <RouterProvider router={router} />
          <Toaster theme={theme} duration={TOAST_MS} position="bottom-center" toastOptions={{ className: 'font-sans' }} />
        </TooltipProvider>
      </CellClientProvider>
    </Provider>
  );
}
