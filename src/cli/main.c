/* khabar: the command: which commands there are, and the way to each. */
#include "cli.h"

#include <string.h>

static const cli_command commands[] = {
    { "code", "FILE...", "events: a table on a terminal, JSON Lines in a pipe",
      "FILE is a page, a feed, plain text or JSON Lines (docs/formats.md), a folder\n"
      "of such files, or - for standard input. The fields: docs/event.schema.json.\n\n"
      "example: khabar code --date 2021-08-30 --jobs 4 archive/ > events.jsonl\n",
      CLI_EVENTS | CLI_BIT(FORMAT), cli_code },
    { "explain", "FILE...", "the text with its evidence marked, and why each event was coded",
      "For each event: the words, the rule, how actors and place were found; then what\n"
      "was read but not coded, with the reason.\n\n"
      "example: khabar explain --date 2021-08-30 story.txt | less\n",
      CLI_EVENTS | CLI_BIT(FORMAT_TEXT), cli_explain },
    { "extract", "FILE...", "what of the input is text, and the role of each paragraph",
      "example: khabar extract --text page.html\n", CLI_CODING | CLI_BIT(TEXT_ONLY), cli_extract },
    { "annotate", "FILE...", "layers of a text as JSON, one object an article",
      "Layers: paragraphs, sentences, tokens, names, times, places, actors,\n"
      "statements, mentions; if not given, sentences,names.\n\n"
      "example: khabar annotate --layers names,actors --date 2021-08-30 story.txt\n",
      CLI_CODING | CLI_BIT(LAYERS) | CLI_BIT(TOKENS) | CLI_BIT(WHOLE_TEXT), cli_annotate },
    { "parse", "FILE...", "sentences, tags, lemmas and trees as CoNLL-U",
      "example: khabar parse story.txt\n", CLI_CODING | CLI_BIT(TOKENS), cli_parse },
    { "judge", "FILE.jsonl", "a judgement for each given pair, trigger or toponym",
      "Input is JSON Lines with id, text, and any of\n"
      "  pairs      [{\"source\":{\"start\":7,\"end\":16},\"target\":{\"start\":21,\"end\":29}}]\n"
      "  triggers   [{\"start\":7,\"end\":16}]\n"
      "  toponyms   [{\"start\":7,\"end\":16}]\n"
      "Output is one object an article, with one answer for each, in the same order.\n\n"
      "example: khabar judge --offsets chars spans.jsonl\n",
      CLI_CODING | CLI_BIT(RULES_ONLY), cli_judge },
    { "add", "--db FILE FILE...", "codes and keeps: articles and their events in a database",
      "Adding an article again changes nothing; a newer text, program or lexicon\n"
      "replaces its events and keeps the old ones. In a pipe each article is answered\n"
      "by a line, {\"id\":...,\"events\":N}, once it is safe on disk.\n\n"
      "example: khabar add --db news.db --jobs 4 archive/\n",
      CLI_EVENTS | CLI_BIT(DB), cli_add },
    { "query", "--db FILE", "the events of a database, oldest first",
      "An event is given where all options hold. WORDS: bomb OR mine, title : talks.\n\n"
      "example: khabar query --db news.db --from 2021-08-01 --country AFG\n",
      CLI_QUERY, cli_query },
    { "export", "--db FILE", "a database as rows: our own, or in a layout that others use",
      "What a layout has no place for is left out and counted (docs/formats.md).\n\n"
      "example: khabar export --db news.db --layout acled --out news.csv\n",
      (CLI_WHICH & ~CLI_BIT(ARTICLE)) | CLI_BIT(LAYOUT) | CLI_BIT(FORM) | CLI_BIT(OUT) | CLI_BIT(NO_HEADING) | CLI_BIT(LEXICON), cli_export },
    { "compare", "--db FILE --with FILE", "our events against rows of others: matched, missed, why",
      "Rows match by day, place, kind and actors. LAYOUT: acled, ged, gdelt, polecat.\n\n"
      "example: khabar compare --db news.db --with ged231.csv --layout ged\n",
      (CLI_WHICH & ~(CLI_BIT(ARTICLE) | CLI_BIT(LIMIT) | CLI_BIT(TEXT))) | CLI_BIT(WITH) | CLI_BIT(LAYOUT) | CLI_BIT(DAYS) | CLI_BIT(KM) |
          CLI_BIT(FORMAT_LIST) | CLI_BIT(LEXICON), cli_compare },
    { "incident", "list|show|merge|split ID --db FILE", "what reports of all articles tell together, with its history",
      "list; show ID; merge ID INTO; split ID EVENT...: corrections that hold when\n"
      "more arrives. A merged id answers with where it went.\n\n"
      "example: khabar incident list --db news.db --country AFG --as-of 2021-08-27\n",
      CLI_BIT(DB) | CLI_BIT(AS_OF) | CLI_BIT(FROM) | CLI_BIT(TO) | CLI_BIT(COUNTRY) | CLI_BIT(TYPE) | CLI_BIT(LIMIT) | CLI_BIT(FORMAT_SHOWN),
      cli_incident },
    { "eval", "syntax|names|events FILE", "how well a data set is read, as one line of JSON",
      "syntax  CoNLL-U: tokens, sentences, tags, lemmas, trees from its raw text, or\n"
      "        with --tokens from its words\n"
      "names   TOKEN, tab, O|B-TYPE|I-TYPE; or JSON Lines with text and spans in code\n"
      "        points [[begin,end,TYPE]]\n"
      "events  articles with the events that you coded, docs/formats.md; --type: only\n"
      "        that one; wrong cases are listed\n\n"
      "example: khabar eval events fifty-articles.jsonl\n",
      CLI_BIT(TOKENS) | CLI_BIT(TYPE) | CLI_BIT(FORMAT_LIST) | CLI_BIT(TYPES) | CLI_BIT(NO_GATE) | CLI_BIT(LEXICON), cli_eval },
    { "lexicon", "check FOLDER", "finds what is wrong in tables, with file and line",
      "example: khabar lexicon check my-lexicon/\n", 0, cli_lexicon },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int show_help(void)
{
    printf("usage: khabar COMMAND [OPTION...] FILE...\n\nReads news and writes down what happened: who did what to whom, where, when.\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].does);
    printf("\nFILE is a file, a folder, or - for standard input.\n"
           "khabar COMMAND --help tells what a command takes; khabar --version its version.\n\n"
           "example: khabar code --date 2021-08-30 story.txt\n");
    return cli_flush();
}

static int show_command_help(const cli_command *c)
{
    printf("usage: khabar %s [OPTION...] %s\n%s\n\n", c->name, c->takes, c->does);
    cli_options_help(c->options, stdout);
    printf("\n%s", c->more);
    return cli_flush();
}

static int unknown_command(const char *word)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    const char *near = cli_nearest(word, names, COMMANDS);
    return near ? cli_say_nearest("unknown command", word, "", near) : cli_say_usage("unknown command", word);
}

static int run_command(const cli_command *c, int argc, char **argv)
{
    cli_options o;
    bool help = false;
    cli_say_name(c->name);
    int code = cli_options_read(c, argc, argv, &o, &help);
    if (code)
        return code;
    if (help)
        return show_command_help(c);
    code = c->run(&o);
    int flushed = code == CLI_CLOSED ? CLI_CLOSED : cli_flush();
    return flushed ? cli_worse(code, flushed) : code;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2)
        return cli_say_usage("no command", NULL);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return show_help();
    if (strcmp(argv[1], "--version") == 0)
        return printf("khabar %s\n", kh_version()) < 0 ? CLI_MEMORY : cli_flush();
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    if (argv[1][0] == '-')
        return cli_say_usage("the command comes first, before options", argv[1]);
    return unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    cli_signals();
    int code = dispatch(argc, argv);
    return code == CLI_CLOSED ? CLI_DONE : code;
}
