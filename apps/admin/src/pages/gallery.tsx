import { Gallery } from '../ui/gallery/gallery.tsx';
import { usePageTitle } from '../ui/page-title.ts';

/** `/gallery`: every piece of the interface in every state. */
export function GalleryPage() {
  usePageTitle('Gallery');
  return <Gallery />;
}
