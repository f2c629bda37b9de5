/** A kind of words that claim something of data, and the metrics of the facts by which they may be said. */
export interface ClaimWords {
  words: RegExp;
  /** undefined: no fact excuses them outside of a claim that is read and proven as a whole. */
  metrics?: RegExp;
  /** Also said of a constant of the SQL: `older than 365 days`. */
  isOfCode?: true;
}

const ends = /^(?:min|max|mean|p\d\d|children_|share|max_frequency|parent_coverage|row_count)/;
const ofNulls = /^(?:null_|empty_count|distinct_count|is_unique|reference_coverage|orphan_)/;
const ofPeers =
  /^(?:distinct_count|is_unique|max_frequency|singleton_count|duplicate_rows|orphan_|cardinality|children_|reference_coverage)/;

/**
 * Stems rather than whole claims: what is not known as part of a proven claim makes a sentence be refused, so
 * too much here costs a sentence, and too little lets a wrong one pass.
 */
const claimWords: readonly ClaimWords[] = [
  // Ends and ranks.
  {
    words:
      /^(?:largest|smallest|highest|lowest|greatest|biggest|longest|shortest|latest|earliest|newest|oldest|maxim\w+|minim\w+|max|min|top|bottom|peak\w*|ceiling|floor|first|last|reach\w*|rang(?:es?|ed|ing)|spans?|spanning|cover(?:s|ed|ing)?|quantile|percentile|least|total\w*|altogether)$/,
    metrics: ends,
    isOfCode: true,
  },
  { words: /^averag\w*$/, metrics: /^mean/ },
  { words: /^median$/, metrics: /p50$/ },
  { words: /^typical\w*$/, metrics: /p50$|^mean|^share$|^max_frequency/ },
  {
    words:
      /^(?:second|secondly|fourth|fifth|runner|rank\w*|leading|primarily|main|mainly|chief\w*|foremost|record-\w+)$/,
  },
  // Nulls and blanks.
  {
    words:
      /^(?:nulls?|nullable|null-\w+|missing|empt(?:y|ies|iness)|blanks?|unset|unknown|absen(?:t|ce)|lack(?:s|ed|ing)?|void|filled|unfilled|populated|unpopulated|present|sparse\w*|gaps?|incomplete\w*)$/,
    metrics: ofNulls,
    isOfCode: true,
  },
  // Repetition.
  {
    words:
      /^(?:distinct\w*|differ\w*|uniq\w*|same|identical\w*|duplicat\w*|deduplicat\w*|repeat\w*|repetiti\w*|recur\w*|single|once|one-off|shared|sharing)$/,
    metrics: ofPeers,
    isOfCode: true,
  },
  {
    words:
      /^(?:reus\w*|re-us\w*|again|sole|solely|vary|varies|varied|varying|variable|changes|constant\w*|fixed|static|unchang\w*|equals?|equally|equivalent|overlap\w*|coincid\w*|disjoint|interchangeabl\w*|independen\w*|correlat\w*|proportional\w*|depends?|implies|imply)$/,
  },
  // How often.
  { words: /^(?:often|frequent\w*|usual\w*|common\w*)$/, metrics: /^(?:p50|mean|max_frequency)/ },
  {
    words:
      /^(?:normally|regular\w*|rare\w*|seldom|sometimes|occasion\w*|infrequent\w*|uncommon\w*|unusual\w*|prevalen\w*|predomina\w*|domina\w*|majority|minority|popular\w*|exception\w*|scarce\w*|widespread|ubiquitous|always|never|ever|forever|sporadic\w*|intermittent\w*)$/,
  },
  // Quantities in words.
  {
    words:
      /^(?:most|many|much|few|some|several|numerous|plenty|countless|multiple|couple|handful|dozens?|scores|hundreds?|thousands?|millions?|billions?|half|halves|halved|thirds?|quarters|three-quarters|fifths?|tenths?|hundredths?|per ?cent\w*|permille|twice|thrice|doubl\w*|tripl\w*|trebl\w*|quadrupl\w*|\w+fold|times|factor|magnitudes?|bulk|lion|remainder|rest|both|either|neither|nor|everything|everybody|everyone|anyone|nobody|nothing|whole|entire\w*|full|fully|exact\w*|precise\w*)$/,
  },
  // Comparisons.
  {
    words: /^(?:more|less|above|below|beyond)$/,
    metrics: /^p\d\d$|^children_p\d\d$/,
    isOfCode: true,
  },
  {
    words:
      /^(?:than|fewer|greater|larger|smaller|higher|lower|bigger|longer|shorter|older|newer|earlier|later|faster|slower|cheaper|dearer|better|worse|heavier|lighter|richer|poorer|rarer|exceed\w*|surpass\w*|outnumber\w*|outweigh\w*|overtak\w*|trails?|lags?|leads|beats|dwarf\w*|versus|ratio\w*)$/,
    isOfCode: true,
  },
  // Time.
  {
    words:
      /^(?:daily|weekly|monthly|quarterly|yearly|annual\w*|hourly|nightly|today|yesterday|tomorrow|recent\w*|now|nowadays|ago|decades?|centur\w+|ongoing|fresh\w*|stale|outdated|weekends?|weekdays?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|christmas|easter|summers?|winters?|autumns?|january|february|april|june|july|august|september|october|november|december|continuous\w*|uninterrupted|grow\w*|shrink\w*|ris(?:es?|en|ing)|declin\w*|increas\w*|decreas\w*|trend\w*|season\w*|stable|steady|steadily|historic\w*)$/,
  },
  // What has to be, and quality.
  {
    words:
      /^(?:option\w*|mandator\w*|compulsor\w*|required|obligat\w*|cannot|impossib\w*|allowed|forbid\w*|prohibit\w*|permitted|ensur\w*|enforc\w*|guarante\w*|invalid\w*|reliab\w*|unreliab\w*|correct\w*|incorrect\w*|accura\w*|inaccura\w*|clean\w*|consisten\w*|inconsisten\w*|perfect\w*|flawless\w*|trustworthy|error-free|complete\w*)$/,
  },
  // How values lie.
  {
    words:
      /^(?:skew\w*|uniform\w*|balanc\w*|unbalanc\w*|imbalanc\w*|concentrat\w*|spread|even|evenly|uneven\w*|dense\w*|random\w*|sequen(?:tial|ce)\w*|consecutiv\w*|monoton\w*|contiguous\w*|sorted|ordered by|outliers?|extreme\w*|bimodal|symmetric\w*|bell-shaped|tails?|clustered|cluster(?:s|ing))$/,
  },
  { words: /^future$/, metrics: /^future_count$/ },
  { words: /^(?:zero\w*)$/, metrics: /^zero_count$|^share$|^min$/ },
  { words: /^(?:negatives?|positives?|negatively|positively)$/, metrics: /^negative_count$|^min$/ },
  {
    words:
      /^(?:non-?zero|large|huge|tiny|enormous|massive|vast|vastly|small|minor|negligible|significant\w*|substantial\w*|considerabl\w*|high|highly|low|expensive|cheap|tall|heavy)$/,
  },
  { words: /^(?:long|short)$/, metrics: /_length$/ },
  // Things a number may be of: no fact knows a unit.
  {
    words:
      /^(?:euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|yen|yuan|rupees?|kg|kgs|kilos?|kilograms?|grams?|tonnes?|tons|lbs?|ounces?|km|kilomet\w+|miles?|met(?:er|re)s?|centimet\w+|inch|inches|feet|lit(?:er|re)s?|gallons?|celsius|fahrenheit|bytes?|kb|mb|gb|terabytes?|watts?|kwh|milliseconds?|basis points?)$/,
  },
  // Fates of rows in a join, and those without a partner.
  {
    words: /^(?:orphan\w*|unmatched|matchless|dangling)$/,
    metrics: /^orphan_|^reference_coverage$/,
  },
  { words: /^(?:lose|loses|losing|lost|lossless\w*|loss|fan-?outs?|multipl(?:y|ies))$/ },
];

/** Adverbs say how much, how often or how surely: those that do not are these. */
const plainAdverbs =
  /^(?:on|direct|separate|respective|name|addition|similar|intern|extern|manual|automatic|fami|supp|rep|app|ear|assemb|friend|re|f|ju|ita|li[kf]e|original|final|actual|subsequent|previous|former|short|safe|careful|explicit|implicit|logical|physical|alternative|according|consequent|hence|present|literal|effective|usual|typical)ly$/;
const notSuperlative =
  /^(?:test|request|interest|west|east|guest|rest|best|digest|forest|nest|suggest|harvest|invest|contest|quest|latest|earliest|largest|smallest|highest|lowest|greatest|biggest|longest|shortest|newest|oldest|ingest|northwest|southwest|northeast|southeast|manifest|honest|modest|protest)$/;

/** Which kind of claim a word makes; undefined: none that is known. In lower case. */
export function claimOfWord(word: string): ClaimWords | undefined {
  const known = claimWords.find(({ words }) => words.test(word));
  if (known !== undefined) return known;
  if (/ly$/.test(word) && !plainAdverbs.test(word)) return { words: /ly$/ };
  if (/[a-z]{3}est$/.test(word) && !notSuperlative.test(word)) return { words: /est$/ };
  // What is denied by its first syllable: `uncategorised`, `nonexistent`.
  if (/^(?:un|non-?)[a-z]{3,}(?:ed|able|ent|ant)$/.test(word)) return { words: /^un|^non/ };
  return undefined;
}
