/** Ways in which people write property files, each in a few lines. */
export const habits: readonly (readonly [habit: string, text: string])[] = [
  [
    "dashes under their key",
    "version: 2\n\nmodels:\n- name: orders\n  columns:\n  - name: id\n    tests:\n    - unique\n",
  ],
  [
    "dashes far to the right",
    "models:\n    -   name: orders\n        columns:\n            -   name: id\n\n            -   name: total\n",
  ],
  [
    "comments that belong to what is above and below",
    "models:\n  # the big one\n  - name: orders # by hand\n    columns:\n      - name: id\n        # - tests: later\n      # - name: old\n  # the end\n",
  ],
  [
    "line ends of Windows and spaces at the end of lines",
    "models:\r\n  - name: orders  \r\n    description: The orders.\r\n    columns:\r\n      - name: id \r\n        tests:\r\n          - not_null ",
  ],
  [
    "mixed line ends",
    "models:\r\n  - name: orders\n    columns:\r\n      - name: id\n        description: x\r\n      - name: b\n",
  ],
  ["a byte order mark", "\ufeffversion: 2\nmodels:\n  - name: orders\n    columns: []\n"],
  ["a document's start and end", "---\nversion: 2\nmodels:\n  - name: orders\n...\n"],
  ["no last line end", "models:\n  - name: orders\n    columns:\n      - name: id"],
  [
    "flow style",
    "models:\n  - {name: orders, config: {tags: [a]}, columns: [{name: id}, {name: b, tests: [unique]}]} # x\n",
  ],
  [
    "flow style over several lines",
    'models: [\n  {\n    name: orders,\n    columns: [\n      {name: id, description: ""}, # c\n    ],\n  },\n]\n',
  ],
  [
    "folded and literal texts",
    "models:\n  - name: orders\n    description: >\n      All the orders\n      of the shop.\n\n      One row each.\n\n    columns:\n      - name: id\n        description: |-\n          A number.\n          - a\n\n      - name: b\n",
  ],
  [
    "a text kept with its blank lines",
    "models:\n  - name: orders\n    description: |+\n      Mine.\n\n\n  - name: b\n    description: >2-\n        deep\n      text\n",
  ],
  [
    "plain and quoted texts over several lines",
    "models:\n  - name: orders\n    description: All the orders\n      of the shop.\n    columns:\n      - name: id\n        description:\n          'It''s a\n\n          number.'\n      - name: b\n        description: \"Tab\\there \\\n          and on.\"\n",
  ],
  [
    "settings beside meta",
    "models:\n  - name: orders\n    meta:\n      owner: me\n    config:\n      materialized: table\n    columns:\n      - name: id\n        meta: {pii: true}\n      - name: b\n        config:\n          meta:\n            a: 1\n",
  ],
  [
    "anchors of columns",
    "models:\n  - name: customers\n    columns:\n      - &id\n        name: id\n        description: A number.\n      - &own\n        name: name\n  - name: orders\n    columns:\n      - *id\n      - name: total\n",
  ],
  [
    "anchors of tests",
    "x-tests: &tests\n  - unique\nmodels:\n  - name: orders\n    columns:\n      - name: id\n        tests: *tests\n      - name: b\n        meta: &meta\n          a: 1\n",
  ],
  [
    "seeds, snapshots and sources in one file",
    "seeds:\n  - name: countries\nsnapshots:\n  - name: orders_history\n    columns:\n      - name: id\nsources:\n  - name: shop\n    tables:\n      - name: orders\n      - name: b\n        columns:\n          - name: id\n  - name: empty\n    tables: []\nmodels:\n",
  ],
  [
    "names that are words of YAML",
    'models:\n  - name: "on"\n    columns:\n      - name: "yes"\n      - name: \'1\'\n      - name: null_value\n',
  ],
  [
    "texts that say nothing",
    "models:\n  - name: orders\n    description: |\n    columns:\n      - name: a\n        description: ''\n      - name: b\n        description: ~ # later\n      - name: c\n        description: {{TODO}}\n      - name: d\n        description: >-\n\n      - name: e\n        description: 'TODO'\n",
  ],
  [
    "keys in quotes, and unusual order",
    '"models":\n  - description: \'Mine.\'\n    \'columns\':\n      - description: "A: b"\n        "name": id\n    "name": orders\n',
  ],
  [
    "Jinja inside of texts",
    "models:\n  - name: orders\n    description: \"{{ doc('orders') }}\"\n    columns:\n      - name: id\n        description: '{{ doc(\"id\") }} and more'\n        tests:\n          - accepted_values:\n              values: \"{{ var('statuses') }}\"\n",
  ],
  [
    "blank lines between everything",
    "\n\nversion: 2\n\n\nmodels:\n\n  - name: orders\n\n    columns:\n\n      - name: id\n\n        description: x\n\n      - name: b\n\n\n  - name: c\n\n\n",
  ],
];
