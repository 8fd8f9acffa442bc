// Every threshold of weighing evidence on what OCR read. Probabilities are 0..1; "odds" say how much likelier one thing is
// than another before anything is read.
#pragma once

namespace budgetlift {

struct EvidenceOptions {
  // No reader is surer of one character than this: keeps long texts from looking certain.
  double most_certain = 0.9999;

  // Characters of a list's item that are less sure than this are guessed; so many in one, and other items may stand in it.
  double hardly_read = 0.3;
  int lost_items = 3;

  // A field whose probability of being right is below this goes into `review`, by what it is.
  struct Least {
    double code = 0.98;     // project code, unit code
    double amount = 0.97;
    double value = 0.96;    // targets, steps of the schedule
    double word = 0.96;     // levels of the taxonomy, the amounts' unit
    double name = 0.94;     // title, project's and unit's name
    double text = 0.94;     // prose
  } least;
  double least_open = 0.995;    // the same of a text with a bracket that is not closed

  // A character or value that evidence speaks for is written instead of the one read from this probability on.
  double repair = 0.9;

  double pair_odds = 200;         // that two brackets that close each other are of one kind

  // The same words elsewhere in the document.
  struct SameWords {
    double unsure = 0.995;        // characters below this are looked up …
    double listed = 0.005;        // … and those with an alternative above this
    double counted = 0.05;        // a guess below this counts for nothing where the words stand elsewhere
    double seen = 0.8;            // sum of the probabilities elsewhere from which words count as seen
    double proposed = 0.2;        // share of the probability left for unlisted characters, for the one that stood there …
    double times_proposed = 1.8;  // … this often elsewhere
    double weight = 0.6;          // exponent of the prior: words in a new place need not be the same
    double most_alone = 10;       // most that the frequency of a character alone makes it likelier
    double most_once = 40;        // most that words seen once do, and again for each further time …
    double most = 300;            // … up to this
  } same_words;

  // The same text printed twice.
  struct Twice {
    double name_odds = 30000;         // that a character of the title is that of the name, over any other
    double description_odds = 2000;   // … of the level-3 indicator and its description
    double weight = 0.7;              // exponent of the other reading: the same font is misread the same way twice
    double most_differing = 0.2;      // share of the characters that may differ in texts taken for the same, at least 1
    double slip = 0.002;              // probability that a character was lost without a trace
    double nothing = 0.02;            // probability of "no character" from which one may be taken away
  } twice;

  // The project code.
  struct Code {
    double valid = 0.995;         // share of printed codes whose check character is right
    double like_others = 4;       // weight of "any character" against the document's other codes, at places 1 to 9
    double repair = 0.97;         // probability from which a code is written instead of the one read
  } code;

  // Values with a grammar.
  struct Values {
    int candidates = 16;          // texts tried for one value
    double least_share = 1e-5;    // of the likeliest candidate's probability, for one to be tried
    double like_share = 0.2;      // of a sign's probability goes to the digit that it looks like (O 0, 。 .), in numbers
    double grammar_odds = 50;     // that a value is understood, over any one that is not
    double sum_odds = 3000;       // that the amounts add up, over any one way in which they do not
    double rising_odds = 30;      // that a step of the schedule is not below the one before, over one that is
    double last_odds = 50;        // that the schedule ends at 100, over any other end
    double round_odds = 8;        // that a step is a multiple of 5
    double label_odds = 100;      // that a step's label is a date
    double seen_odds = 20;        // that a label or code is the one of the document's other forms, for each of them
    double misread_fits = 0.2;    // share of wrong characters that still make a value that is understood
    double number_odds = 1000;    // that a title's number is the next one
    double end_speck = 0.05;      // that a comma behind a target is a speck, before the target is understood ...
    double end_comma = 0.1;       // ... and odds of a target that ends in one
    double over_hundred = 0.05;   // odds of a percentage over 100 as a target
    double lost_dot = 0.9;        // that 人年 is no 人·年: its dot may touch the next character, which then hides it
    double unknown_unit = 0.1;    // odds of a target with an unknown unit, or that looks cut off
  } values;

  double word_odds = 1000;        // that a cell of the taxonomy holds a known word, over any one other text
};

}  // namespace budgetlift
