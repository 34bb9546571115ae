/* khabar: the command: which commands there are, and the way to each. */
#include "cli.h"

#include <string.h>

static const cli_command commands[] = {
    { "code", "FILE...", "events: a table on a terminal, JSON Lines in a pipe",
      "FILE is plain text or JSON Lines (id, url, title, date, outlet, text), a folder of such files, or - for standard input.\n"
      "Each event is one JSON object a line: docs/event.schema.json.\n\n"
      "example: khabar code --date 2021-08-30 --jobs 4 archive/ > events.jsonl\n",
      CLI_EVENTS, cli_code },
    { "parse", "FILE...", "sentences, tags, lemmas and trees as CoNLL-U",
      "example: khabar parse story.txt\n", (CLI_CODING & ~CLI_BIT(OFFSETS)) | CLI_BIT(TOKENS), cli_parse },
    { "annotate", "FILE...", "layers of a text as JSON, one object an article",
      "Layers: paragraphs, sentences, tokens, names, times, places, actors, statements; the default is sentences,names.\n\n"
      "example: khabar annotate --layers names,actors --date 2021-08-30 story.txt\n",
      CLI_CODING | CLI_BIT(LAYERS) | CLI_BIT(TOKENS), cli_annotate },
    { "extract", "FILE...", "what of the input is text, and the role of each paragraph",
      "example: khabar extract page.html\n", CLI_CODING | CLI_BIT(TEXT_ONLY), cli_extract },
    { "lexicon", "check FOLDER", "finds what is wrong in tables, with file and line",
      "example: khabar lexicon check my-lexicon/\n", 0, cli_lexicon },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int show_help(void)
{
    printf("usage: khabar COMMAND [OPTION...] FILE...      reads news, writes who did what to whom\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].does);
    printf("\nFILE is a file, a folder, or - for standard input.\n"
           "khabar COMMAND --help tells what a command takes; khabar --version tells the version.\n\n"
           "example: khabar code --date 2021-08-30 story.txt\n");
    return cli_flush();
}

static int show_command_help(const cli_command *c)
{
    printf("usage: khabar %s [OPTION...] %s      %s\n\n", c->name, c->takes, c->does);
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
    if (!near)
        return cli_say_usage("unknown command", word);
    fprintf(stderr, "khabar: unknown command: %s; did you mean %s?\n", word, near);
    return CLI_USAGE;
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
