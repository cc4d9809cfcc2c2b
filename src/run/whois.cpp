#include "base/text.h"
#include "identify/operator/operator.h"
#include "report/attribution_json.h"
#include "report/json_records.h"
#include "report/whois_text.h"
#include "report/words.h"
#include "run/commands.h"
#include "run/data_folder.h"
#include "run/inputs.h"
#include "run/online.h"
#include "run/whose.h"

#include <algorithm>
#include <cstdio>

namespace petze {

namespace {

/// One of the arguments: an address, or a name in lower case without a final dot.
struct Asked {
    std::string text;
    std::optional<Address> address;
};

bool may_stand_in_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.'
           || static_cast<unsigned char>(c) >= 0x80; // names in other scripts
}

Result<Asked> parse_asked(std::string const& argument)
{
    if (auto const address = Address::parse(argument))
        return Asked{address->text(), address};
    auto name = lower(argument);
    if (name.ends_with('.'))
        name.pop_back();
    constexpr std::size_t longest_name = 253; // RFC 1035 section 2.3.4, as text
    bool const plausible = !name.empty() && name.size() <= longest_name && is_utf8(name)
                           && std::all_of(name.begin(), name.end(), may_stand_in_name)
                           && name.find_first_not_of("0123456789.") != std::string::npos
                           && !name.starts_with('.') && name.find("..") == std::string::npos;
    if (!plausible)
        return error(printable(argument), "is neither an address nor a name; write it as "
                                          "42.62.48.157, 2001:db8::1 or app.chat.example.com");
    return Asked{std::move(name), {}};
}

/// What answers are made of.
struct Knowledge {
    Attributor addresses;
    DomainKnowledge domains;
    std::unique_ptr<Online> online; // null without --online
};

Attribution attribute(Asked const& asked, Knowledge const& knowledge)
{
    if (asked.address) {
        auto out = knowledge.addresses.attribute(*asked.address);
        if (knowledge.online)
            knowledge.online->ask(*asked.address, out);
        if (out.registry && out.registry->because.key.starts_with("special."))
            return out;
        out.remarks.emplace_back("operator.address_alone");
        return out;
    }
    Attribution out;
    out.asked = knowledge.addresses.asked();
    attribute_operator(asked.text, knowledge.domains, out);
    out.remarks.emplace_back("registry.of_names");
    return out;
}

void write_json(JsonWriter& json, Asked const& asked, Attribution const& attribution,
                Speaker const& speaker)
{
    json.begin_object();
    json.member("id", std::string_view{asked.text});
    json.key("addresses");
    json.begin_array();
    if (asked.address)
        json.token(asked.text);
    json.end_array();
    json.key("names");
    json.begin_array();
    if (!asked.address)
        json.text(asked.text);
    json.end_array();
    write_attribution(json, attribution, speaker);
    json.end_object();
}

Result<std::string> answers(Options const& options, std::vector<Asked> const& all)
{
    PETZE_TRY(auto data, open_address_data(options));
    Knowledge knowledge{{std::move(data.index), std::move(data.installed), options.as_of},
                        domain_knowledge(options),
                        nullptr};
    if (options.online) {
        PETZE_TRY(knowledge.online, Online::open(options));
    }
    auto const time = LocalTime::utc();
    Speaker const speaker{options.language, time};
    std::string out;
    if (!options.json) {
        for (auto const& asked : all) {
            if (!out.empty())
                out += '\n';
            append_whois(out, asked.text, attribute(asked, knowledge), speaker);
        }
        return out;
    }
    JsonWriter json{out};
    json.begin_array();
    for (auto const& asked : all)
        write_json(json, asked, attribute(asked, knowledge), speaker);
    json.end_array();
    json.end_line();
    json.flush();
    return out;
}

} // namespace

int run_whois(Options const& options)
{
    std::vector<Asked> all;
    for (auto const& argument : options.captures) {
        auto asked = parse_asked(argument);
        if (!asked) {
            print_error(asked.error());
            return 2;
        }
        all.push_back(std::move(*asked));
    }
    auto const text = answers(options, all);
    if (!text) {
        print_error(text.error());
        return 1;
    }
    if (std::fwrite(text->data(), 1, text->size(), stdout) != text->size()
        || std::fflush(stdout) != 0) {
        print_error({"standard output", "cannot be written; check where it leads"});
        return 1;
    }
    return 0;
}

} // namespace petze
