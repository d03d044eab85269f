import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { readBoardSearch } from '../campaigns/matrix/board-search.ts';
import { readListSearch } from '../campaigns/list/list-search.ts';
import { CampaignListPage } from '../pages/campaign-list.tsx';
import { CampaignMatrixPage } from '../pages/campaign-matrix.tsx';
import { EditCampaignPage } from '../pages/edit-campaign.tsx';
import { GalleryPage } from '../pages/gallery.tsx';
import { NewCampaignPage } from '../pages/new-campaign.tsx';
import { NotFoundPage } from '../pages/not-found.tsx';
import { Layout } from './layout.tsx';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage });

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
    const { campaignId } = campaign.useParams();
    return <CampaignMatrixPage key={campaignId} campaignId={campaignId} search={campaign.useSearch()} />;
  },
});
const editCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/edit',
  component: function EditRoute() {
    const { campaignId } = editCampaign.useParams();
    return <EditCampaignPage key={campaignId} campaignId={campaignId} />;
  },
});
const gallery = createRoute({ getParentRoute: () => root, path: '/gallery', component: GalleryPage });

export const router = createRouter({
  routeTree: root.addChildren([home, campaigns, newCampaign, campaign, editCampaign, gallery]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
