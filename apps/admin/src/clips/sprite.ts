/** How a scrub sprite is cut: tiles in rows, left to right. Pixels. */
export interface SpriteSheet {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  frames: number;
}

/** The left upper corner, in pixels of the sheet, of the tile that shows this share (0 to 1) of the clip. */
export function tileAt(sheet: SpriteSheet, share: number): { x: number; y: number } {
  const frame = Math.min(sheet.frames - 1, Math.max(0, Math.floor(share * sheet.frames)));
  return { x: (frame % sheet.columns) * sheet.tileWidth, y: Math.floor(frame / sheet.columns) * sheet.tileHeight };
}
