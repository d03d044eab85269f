import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { readBoardSearch } from '../campaigns/matrix/board-search.ts';
import { readWaitingSearch } from '../campaigns/parked/waiting-search.ts';
import { readListSearch } from '../campaigns/list/list-search.ts';
import { readCostsSearch } from '../costs/costs-search.ts';
import { BrokenPage } from '../pages/broken.tsx';
import { CampaignLedgerPage } from '../pages/campaign-ledger.tsx';
import { CampaignListPage } from '../pages/campaign-list.tsx';
import { CampaignMatrixPage } from '../pages/campaign-matrix.tsx';
import { CataloguePage } from '../pages/catalogue.tsx';
import { CostsPage } from '../pages/costs.tsx';
import { EditCampaignPage } from '../pages/edit-campaign.tsx';
import { GalleryPage } from '../pages/gallery.tsx';
import { NewCampaignPage } from '../pages/new-campaign.tsx';
import { NotFoundPage } from '../pages/not-found.tsx';
import { ProvidersPage } from '../pages/providers.tsx';
import { SettingsPage } from '../pages/settings.tsx';
import { WaitingPage } from '../pages/waiting.tsx';
import { readProvidersSearch } from '../settings/providers-search.ts';
import { globalIdOf } from './find-by-id.ts';
import { Layout } from './layout.tsx';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage });

/** An address may carry the id as terminals print it (`cmp_…`). */
const campaignIdOf = ({ campaignId }: { campaignId: string }) => globalIdOf(campaignId) ?? campaignId;

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/campaigns' });
  },
});
const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  validateSearch: readListSearch,
  component: function CampaignsRoute() {
    return <CampaignListPage search={campaigns.useSearch()} />;
  },
});
const newCampaign = createRoute({ getParentRoute: () => root, path: '/campaigns/new', component: NewCampaignPage });
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  validateSearch: readBoardSearch,
  component: function CampaignRoute() {
    const campaignId = campaignIdOf(campaign.useParams());
    return <CampaignMatrixPage key={campaignId} campaignId={campaignId} search={campaign.useSearch()} />;
  },
});
const editCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/edit',
  component: function EditRoute() {
    const campaignId = campaignIdOf(editCampaign.useParams());
    return <EditCampaignPage key={campaignId} campaignId={campaignId} />;
  },
});
const campaignLedger = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/ledger',
  component: function LedgerRoute() {
    const campaignId = campaignIdOf(campaignLedger.useParams());
    return <CampaignLedgerPage key={campaignId} campaignId={campaignId} />;
  },
});
const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: readCostsSearch,
  component: function CostsRoute() {
    return <CostsPage search={costs.useSearch()} />;
  },
});
const providers = createRoute({
  getParentRoute: () => root,
  path: '/providers',
  validateSearch: readProvidersSearch,
  component: function ProvidersRoute() {
    return <ProvidersPage search={providers.useSearch()} />;
  },
});
const waiting = createRoute({
  getParentRoute: () => root,
  path: '/waiting',
  validateSearch: readWaitingSearch,
  component: function WaitingRoute() {
    return <WaitingPage search={waiting.useSearch()} />;
  },
});
const catalogue = createRoute({ getParentRoute: () => root, path: '/catalogue', component: CataloguePage });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });
const gallery = createRoute({ getParentRoute: () => root, path: '/gallery', component: GalleryPage });

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    campaigns,
    newCampaign,
    campaign,
    editCampaign,
    campaignLedger,
    waiting,
    costs,
    providers,
    catalogue,
    settings,
    gallery,
  ]),
  defaultPreload: false,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
