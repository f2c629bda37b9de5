/** What a property file should say of a model. What is undefined is left as it is. */
export interface WantedProperties {
  name: string;
  description: string | undefined;
  columns: readonly WantedColumn[];
}

export interface WantedColumn {
  name: string;
  description: string | undefined;
  dataType: string | undefined;
}
