/** A schema with foreign keys that are known because they were put there, and things that only look like some. */
export interface PlantedSchema {
  name: string;
  /** Statements of DuckDB that make its tables. */
  tables: readonly string[];
  /** `child.column -> parent.column` */
  keys: readonly string[];
  /** `table: column, column` */
  compositeKeys: readonly string[];
}

/** A whole number from 0 on, below `below`, that follows from the seed, the place and the row `i`. */
function chance(seed: number, place: number, below: number): string {
  return `(hash(${seed}, ${place}, i) % ${below})::integer`;
}

/** The same, as a value that looks like one of its own. */
function uuidOf(kind: string, number: string): string {
  return `md5('${kind}' || (${number})::varchar)::uuid`;
}

/** Sequential numbers that all contain each other; numbers of things; roles; a table without rows and one with a row. */
export function plantSubscriptions(seed: number): PlantedSchema {
  const some = (place: number, below: number) => chance(seed, place, below);
  return {
    name: "subscriptions",
    tables: [
      `accounts as select i::integer as id, 'Account ' || i as name, 'S' || ${some(1, 4)} as status_code,
         ${some(2, 2000)} + 1 as owner_id, case when ${some(3, 4)} = 0 then ${some(4, 500)} + 1 end as parent_account_id,
         ${some(5, 30)} as users, date '2024-01-01' + ${some(6, 300)} as created_on from range(1, 501) t(i)`,
      `users as select i::integer as id, ${some(7, 500)} + 1 as account_id, 'u' || i || '@example.com' as email,
         case when ${some(8, 3)} > 0 then ${some(9, 2000)} + 1 end as invited_by_user_id, ${some(10, 3)} + 1 as role
         from range(1, 2001) t(i)`,
      `plans as select i::integer as id, 'Plan ' || i as name, ${some(11, 3)} as tier from range(1, 7) t(i)`,
      `subscriptions as select i::integer as id, ${some(12, 480)} + 1 as account_id, ${some(13, 6)} + 1 as plan_id,
         ${some(14, 5)} + 1 as status, ${some(15, 24)} + 1 as months from range(1, 3001) t(i)`,
      `currencies as select unnest(['EUR', 'USD', 'GBP', 'CHF', 'SEK']) as code, 'x' as symbol`,
      `invoices as select i::integer as id, ${some(16, 3000)} + 1 as subscription_id,
         'INV-' || (100000 + i) as number, ['EUR', 'USD', 'GBP'][${some(17, 3)} + 1] as currency_code,
         ${some(18, 9000)} / 100 as total, 'S' || ${some(19, 4)} as status_code from range(1, 8001) t(i)`,
      `invoice_lines as select i::integer as invoice_id, (l + 1)::integer as line_number, ${some(20, 50)} as quantity,
         ${some(21, 9000)} / 100 as amount from range(1, 4001) t(i), range(0, 2) u(l)`,
      `events as select uuid_at as event_uuid, case when ${some(22, 10)} > 0 then ${some(23, 2100)} + 1 end as user_id,
         ${some(24, 500)} + 1 as account_id, ${some(25, 9)} as kind from (select i, ${uuidOf("event", "i")} as uuid_at
         from range(1, 6001) t(i))`,
      `deleted_users as select 1::integer as id, 1::integer as user_id where false`,
      `settings as select 1::integer as id, 7::integer as account_id, 30::integer as days`,
    ],
    keys: [
      "accounts.owner_id -> users.id",
      "accounts.parent_account_id -> accounts.id",
      "users.account_id -> accounts.id",
      "users.invited_by_user_id -> users.id",
      "subscriptions.account_id -> accounts.id",
      "subscriptions.plan_id -> plans.id",
      "invoices.subscription_id -> subscriptions.id",
      "invoices.currency_code -> currencies.code",
      "invoice_lines.invoice_id -> invoices.id",
      "events.user_id -> users.id",
      "events.account_id -> accounts.id",
      "settings.account_id -> accounts.id",
    ],
    compositeKeys: ["invoice_lines: invoice_id, line_number"],
  };
}

/** Keys that are no numbers, camelCase, one table in two roles, a chain within a table, codes with a meaning. */
export function plantHospital(seed: number): PlantedSchema {
  const some = (place: number, below: number) => chance(seed, place, below);
  const provider = (number: string) => uuidOf("provider", number);
  return {
    name: "hospital",
    tables: [
      `"Patient" as select ${uuidOf("patient", "i")} as "PatientUUID", 'MRN' || (500000 + i * 7) as "MedicalRecordNo",
         ['F', 'M', 'X'][${some(1, 3)} + 1] as "SexCode", '+49 30 ' || (100000 + i) as "Phone" from range(0, 3000) t(i)`,
      `"Provider" as select ${provider("i")} as "ProviderUUID", case when i > 0 then ${provider("i // 8")} end as
         "SupervisorProviderUUID", ['cardio', 'neuro', 'ortho'][${some(2, 3)} + 1] as "SpecialtyCode"
         from range(0, 150) t(i)`,
      `"Department" as select 'D' || (10 + i) as "DepartmentCode", 'Ward ' || i as "Name" from range(0, 12) t(i)`,
      `"IcdCode" as select chr((65 + i // 100)::integer) || lpad((i % 100)::varchar, 2, '0') as "Code",
         'text ' || i as "Title" from range(0, 900) t(i)`,
      `"Encounter" as select ${uuidOf("encounter", "i")} as "EncounterUUID", ${uuidOf("patient", some(3, 3300))} as
         "PatientUUID", ${provider(some(4, 150))} as "AttendingProviderUUID", case when ${some(5, 2)} = 0 then
         ${provider(some(6, 60))} end as "ReferringProviderUUID", 'D' || (10 + ${some(7, 12)}) as "DepartmentCode",
         ['open', 'closed'][${some(8, 2)} + 1] as "StatusCode" from range(0, 9000) t(i)`,
      `"Diagnosis" as select ${uuidOf("encounter", "i // 2")} as "EncounterUUID", (i % 2)::integer + 1 as
         "SequenceNumber", chr(65 + ${some(9, 9)}) || lpad((${some(10, 100)})::varchar, 2, '0') as "IcdCode"
         from range(0, 12000) t(i)`,
      `"LabResult" as select (700000 + i)::bigint as "ResultNo", ${uuidOf("encounter", some(11, 9000))} as
         "EncounterUUID", ${some(12, 400)} as "Value", ['open', 'closed'][${some(13, 2)} + 1] as "StatusCode"
         from range(0, 15000) t(i)`,
      `"PatientAddress" as select ${uuidOf("patient", "i")} as "PatientUUID", 'Street ' || i as "Street"
         from range(0, 2500) t(i)`,
    ],
    keys: [
      "Provider.SupervisorProviderUUID -> Provider.ProviderUUID",
      "Encounter.PatientUUID -> Patient.PatientUUID",
      "Encounter.AttendingProviderUUID -> Provider.ProviderUUID",
      "Encounter.ReferringProviderUUID -> Provider.ProviderUUID",
      "Encounter.DepartmentCode -> Department.DepartmentCode",
      "Diagnosis.EncounterUUID -> Encounter.EncounterUUID",
      "Diagnosis.IcdCode -> IcdCode.Code",
      "LabResult.EncounterUUID -> Encounter.EncounterUUID",
      "PatientAddress.PatientUUID -> Patient.PatientUUID",
    ],
    compositeKeys: ["Diagnosis: EncounterUUID, SequenceNumber"],
  };
}

/** A star: surrogate keys, one date in several roles, rows that point at nothing on purpose, keys of a grain. */
export function plantStar(seed: number): PlantedSchema {
  const some = (place: number, below: number) => chance(seed, place, below);
  const day = (number: string) =>
    `strftime(date '2024-01-01' + (${number})::integer, '%Y%m%d')::integer`;
  return {
    name: "star",
    tables: [
      `dim_date as select ${day("i")} as date_key, date '2024-01-01' + i::integer as full_date,
         (i % 7)::integer + 1 as weekday_number, (i // 30)::integer + 1 as month_number from range(0, 366) t(i)`,
      `dim_store as select i::integer as store_key, 'ST' || lpad(i::varchar, 4, '0') as store_code,
         ${some(1, 20)} + 1 as region_number, ${some(2, 900)} as area from range(1, 81) t(i)`,
      `dim_item as select i::integer as item_key, 'SKU-' || (10000 + i * 3) as sku, ${some(3, 40)} + 1 as
         category_number, 'Item ' || i as item_name from range(1, 1201) t(i)`,
      `dim_promotion as select i::integer as promotion_key, 'Promo ' || i as promotion_name from range(1, 31) t(i)`,
      `dim_employee as select i::integer as employee_key, case when i > 1 then (i // 6)::integer + 1 end as manager_key,
         'Name ' || i as full_name from range(1, 301) t(i)`,
      `fct_sales as select ${day(some(4, 366))} as sale_date_key, ${some(5, 80)} + 1 as store_key, ${some(6, 1200)} + 1 as
         item_key, case when ${some(7, 5)} = 0 then ${some(8, 30)} + 1 else -1 end as promotion_key,
         ${some(9, 300)} + 1 as cashier_employee_key, (500000 + i)::bigint as ticket_number,
         ${some(10, 9)} + 1 as quantity from range(0, 20000) t(i)`,
      `fct_inventory as select ${day("i // 400")} as snapshot_date_key, ((i // 20) % 20)::integer + 1 as store_key,
         (i % 20)::integer * 3 + 1 as item_key, ${some(11, 500)} as on_hand from range(0, 12000) t(i)`,
      `fct_returns as select i::integer as return_id, ${day(some(12, 300))} as order_date_key,
         ${day(`${some(12, 300)} + ${some(13, 60)}`)} as return_date_key, ${some(14, 80)} + 1 as store_key,
         'SKU-' || (10000 + (${some(15, 1200)} + 1) * 3) as sku, ${some(16, 5)} as reason_code from range(1, 3001) t(i)`,
    ],
    keys: [
      "dim_employee.manager_key -> dim_employee.employee_key",
      "fct_sales.sale_date_key -> dim_date.date_key",
      "fct_sales.store_key -> dim_store.store_key",
      "fct_sales.item_key -> dim_item.item_key",
      "fct_sales.promotion_key -> dim_promotion.promotion_key",
      "fct_sales.cashier_employee_key -> dim_employee.employee_key",
      "fct_inventory.snapshot_date_key -> dim_date.date_key",
      "fct_inventory.store_key -> dim_store.store_key",
      "fct_inventory.item_key -> dim_item.item_key",
      "fct_returns.order_date_key -> dim_date.date_key",
      "fct_returns.return_date_key -> dim_date.date_key",
      "fct_returns.store_key -> dim_store.store_key",
      "fct_returns.sku -> dim_item.sku",
    ],
    compositeKeys: ["fct_inventory: snapshot_date_key, store_key, item_key"],
  };
}

/** Abbreviations, roles of people, codes, one to one, values that give it away, and columns that refer to nothing. */
export function plantTickets(seed: number): PlantedSchema {
  const some = (place: number, below: number) => chance(seed, place, below);
  return {
    name: "tickets",
    tables: [
      `tbl_customers as select (20000 + i * 17)::integer as cust_no, 'C ' || i as company,
         ['DE', 'FR', 'IT', 'ES'][${some(1, 4)} + 1] as country, ${some(2, 4)} as status_id from range(1, 601) t(i)`,
      `tbl_users as select i::integer as user_id, 'u' || i || '@example.com' as email, ${some(3, 8)} + 1 as dept_id,
         ${some(4, 5)} as type_id from range(1, 121) t(i)`,
      `user_settings as select i::integer as user_id, ${some(5, 2)} = 0 as is_dark from range(1, 101) t(i)`,
      `departments as select i::integer as department_id, 'Dept ' || i as title from range(1, 9) t(i)`,
      `countries as select unnest(['DE', 'FR', 'IT', 'ES', 'PT', 'NL']) as iso_code, 'land' as region`,
      `currencies as select unnest(['EUR', 'USD', 'CHF']) as code, 2 as digits`,
      `tickets as select 'TCK' || (30000 + i * 13) as ticket_ref, (20000 + (${some(6, 600)} + 1) * 17)::integer as cust_no,
         ${some(7, 120)} + 1 as assigned_to, ${some(8, 120)} + 1 as created_by, ${some(9, 5)} + 1 as priority,
         ${some(10, 7)} + 1 as batch_id, (i % 50)::integer as queue_position from range(1, 4001) t(i)`,
      `comments as select i::integer as comment_id, 'TCK' || (30000 + (${some(11, 4000)} + 1) * 13) as parent,
         ${some(12, 120)} + 1 as author_id, ${some(13, 300)} + 1 as commentable_id,
         case when ${some(14, 3)} = 0 then ${some(15, 5000)} + 1 end as reply_to_comment_id from range(1, 9001) t(i)`,
      `payments as select 'pay_' || substr(md5('p' || i), 1, 12) as id, (20000 + (${some(16, 600)} + 1) * 17)::integer as
         customer_no, ['EUR', 'USD'][${some(17, 2)} + 1] as currency_code, ${some(18, 9000)} as cents from range(1, 5001) t(i)`,
      `refunds as select 're_' || substr(md5('r' || i), 1, 12) as id, 'pay_' || substr(md5('p' || (${some(19, 5000)} + 1)), 1, 12)
         as charge, ${some(20, 900)} as cents from range(1, 801) t(i)`,
    ],
    keys: [
      "tbl_customers.country -> countries.iso_code",
      "tbl_users.dept_id -> departments.department_id",
      "user_settings.user_id -> tbl_users.user_id",
      "tickets.cust_no -> tbl_customers.cust_no",
      "tickets.assigned_to -> tbl_users.user_id",
      "tickets.created_by -> tbl_users.user_id",
      "comments.parent -> tickets.ticket_ref",
      "comments.author_id -> tbl_users.user_id",
      "comments.reply_to_comment_id -> comments.comment_id",
      "payments.customer_no -> tbl_customers.cust_no",
      "payments.currency_code -> currencies.code",
      "refunds.charge -> payments.id",
    ],
    compositeKeys: [],
  };
}

/** Names that SQL must quote: spaces, quotes, reserved words, letters of other languages. */
export function plantOddNames(seed: number): PlantedSchema {
  const some = (place: number, below: number) => chance(seed, place, below);
  return {
    name: "odd names",
    tables: [
      `"order" as select i::integer as "id", ${some(1, 50)} + 1 as "Größe ID", ${some(2, 5)} as "select"
         from range(1, 1001) t(i)`,
      `"Größe" as select i::integer as "ID", 'x' || i as "group" from range(1, 51) t(i)`,
      `"order details" as select i::integer as "order details id", ${some(3, 1000)} + 1 as "order id",
         ${some(4, 40)} + 1 as "we""ird key" from range(1, 3001) t(i)`,
      `"we ird" as select i::integer as "key", 'y' || i as "from" from range(1, 41) t(i)`,
    ],
    keys: [
      "order.Größe ID -> Größe.ID",
      "order details.order id -> order.id",
      'order details.we"ird key -> we ird.key',
    ],
    compositeKeys: [],
  };
}
