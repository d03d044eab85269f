/** A named right of one process until `expires_at`. */
export interface LeasesTable {
  name: string;
  holder: string;
  expires_at: Date;
}
