export interface ChangedFile {
  path: string;
  status: "added" | "modified" | "deleted";
}
