/** Columns whose numbers are names: a mean or a share of them says nothing. */
export const identifier = /(?:^|_)(?:id|key|sk|fk|number|code|zip)$/i;
