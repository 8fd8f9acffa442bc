// The man page and the shells' completions, made of the command line itself, so that they cannot be behind it.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/session.h"

namespace budgetlift {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> out;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) out.push_back(command);
  }
  return out;
}

std::vector<const CLI::Option*> options_of(const CLI::App& command, bool positional) {
  std::vector<const CLI::Option*> out;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() == positional && !option->get_group().empty()) out.push_back(option);
  }
  return out;
}

// "-f", "--format"
std::vector<std::string> words_of(const CLI::Option& option) {
  std::vector<std::string> out;
  for (const std::string& name : option.get_snames()) out.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.push_back("--" + name);
  return out;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// Of an option that takes one of a few words: "TEXT:{jsonl,json}" gives them.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t begin = type.find('{'), end = type.find('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

// ---- man page

std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '`' ) out += "\\[ga]";
    else out += c;
  }
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

std::string man_option(const CLI::Option& option) {
  std::string head;
  if (option.get_positional()) head = fmt::format("\\fI{}\\fR", roff(option.get_name(true)));
  for (const std::string& word : words_of(option)) head += fmt::format("{}\\fB{}\\fR", head.empty() ? "" : ", ", roff(word));
  if (const auto choices = choices_of(option); !choices.empty()) head += " " + roff(CLI::detail::join(choices, "|"));
  else if (!option.get_positional() && takes_value(option)) head += " \\fI" + roff(option.get_type_name().substr(0, option.get_type_name().find(':'))) + "\\fR";
  std::string words = option.get_description();
  if (!option.get_default_str().empty()) words += fmt::format(" [{}]", option.get_default_str());
  return fmt::format(".TP\n{}\n{}\n", head, roff(words));
}

std::string man_page(const CLI::App& app) {
  std::string out = fmt::format(".TH BUDGETLIFT 1 \"\" \"budgetlift {}\" \"User Commands\"\n.SH NAME\nbudgetlift \\- Chinese government budget documents become structured project records\n", BUDGETLIFT_VERSION);
  out += ".SH SYNOPSIS\n";
  for (const CLI::App* command : commands_of(app)) {
    out += fmt::format(".B budgetlift {}\n", command->get_name());
    for (const CLI::Option* option : options_of(*command, true)) out += fmt::format("\\fI{}\\fR{}\n", roff(option->get_name(true)), option->get_items_expected_max() > 1 ? "..." : "");
    out += "[\\fIOPTIONS\\fR]\n.br\n";
  }
  out += ".SH DESCRIPTION\nReads PDFs (digital, scanned or mixed), images and text dumps, and gives a record for each project performance goal form in them.\n"
         "A value is right, or the record's own \\fBreview\\fR names it.\n.SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) {
    out += fmt::format(".SS {}\n{}\n", command->get_name(), roff(command->get_description() + "."));
    for (const bool positional : {true, false}) {
      for (const CLI::Option* option : options_of(*command, positional)) {
        if (option->get_name() != "--help") out += man_option(*option);
      }
    }
  }
  out += ".SH EXIT STATUS\n.TP\n0\nevery input was read\n.TP\n1\nat least one could not be; the others are written\n.TP\n2\nthe command line is wrong\n.TP\n130\ninterrupted\n";
  out += ".SH ENVIRONMENT\n.TP\nBUDGETLIFT_MODELS\nfolder of the models that read scans\n.TP\nBUDGETLIFT_SCAN_LIBRARY, BUDGETLIFT_LOAD_LIBRARY\nthe libraries that read scans and write tables\n"
         ".TP\nTESSDATA_PREFIX\nfolder of Tesseract's data\n.TP\nPGHOST, PGUSER, PGPASSWORD \\&...\nas for every program that uses libpq\n";
  out += ".SH EXAMPLES\n.nf\nbudgetlift extract document.pdf \\-o records.jsonl\nbudgetlift batch documents \\-\\-out records\nbudgetlift load records \\-o records.sqlite\n.fi\n";
  out += ".SH SEE ALSO\nThe files of /usr/share/doc/budgetlift: README.md, batch.md, loading.md, errors.md\n";
  return out;
}

// ---- completions

std::string bash_completion(const CLI::App& app) {
  std::string names, values, options;
  for (const CLI::App* command : commands_of(app)) {
    names += (names.empty() ? "" : " ") + command->get_name();
    std::string words;
    for (const CLI::Option* option : options_of(*command, false)) {
      std::string keys;
      for (const std::string& word : words_of(*option)) {
        words += (words.empty() ? "" : " ") + word;
        keys += fmt::format("{}\"{} {}\"", keys.empty() ? "" : "|", command->get_name(), word);
      }
      if (const auto choices = choices_of(*option); !choices.empty()) {
        values += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;\n", keys, CLI::detail::join(choices, " "));
      }
    }
    options += fmt::format("    {}) words='{}' ;;\n", command->get_name(), words);
  }
  return fmt::format(R"(# bash completion for budgetlift
_budgetlift() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command= word words=
  COMPREPLY=()
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in -*) ;; *) command=$word; break ;; esac
  done
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W '{0} --help --version' -- "$cur"))
    return
  fi
  case "$command $prev" in
{1}  esac
  case $command in
{2}  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); else COMPREPLY=($(compgen -f -- "$cur")); fi
}}
complete -o filenames -F _budgetlift budgetlift
)", names, values, options);
}

std::string zsh_words(std::string text) {
  for (const auto& [what, by] : {std::pair{"'", "'\\''"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}}) {
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += std::string(by).size()) text.replace(at, 1, by);
  }
  return text;
}

std::string zsh_completion(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : commands_of(app)) {
    commands += fmt::format("    '{}:{}'\n", command->get_name(), zsh_words(command->get_description()));
    std::string arguments;
    for (const CLI::Option* option : options_of(*command, false)) {
      const auto words = words_of(*option);
      const std::string short_text = option->get_description().substr(0, option->get_description().find_first_of(";:."));
      const auto choices = choices_of(*option);
      const std::string value = !takes_value(*option) ? "" : !choices.empty() ? ":value:(" + CLI::detail::join(choices, " ") + ")" : ":value:_files";
      const std::string names = words.size() > 1 ? fmt::format("({})'{{{}}}'", CLI::detail::join(words, " "), CLI::detail::join(words, ",")) : words[0];
      arguments += fmt::format(" \\\n        '{}[{}]{}'", names, zsh_words(short_text), value);
    }
    cases += fmt::format("      {}) _arguments{} '*:input:_files' ;;\n", command->get_name(), arguments);
  }
  return fmt::format(R"(#compdef budgetlift
_budgetlift() {{
  local -a commands=(
{0}  )
  _arguments -C '--help[print help]' '--version[print the version]' '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
{1}      esac ;;
  esac
}}
_budgetlift "$@"
)", commands, cases);
}

}  // namespace

void add_manual(CLI::App& app, int& status) {
  auto kind = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("manual", "")->group("");
  command->add_option("KIND", *kind)->required()->check(CLI::IsMember({"man", "bash", "zsh"}));
  command->callback([&app, kind, &status] {
    std::cout << (*kind == "man" ? man_page(app) : *kind == "bash" ? bash_completion(app) : zsh_completion(app));
    status = kOk;
  });
}

}  // namespace budgetlift
