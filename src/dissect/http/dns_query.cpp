#include "dissect/http/dns_query.h"

#include "base/text.h"
#include "dissect/content/content.h"
#include "dissect/dns/dns_dissector.h"
#include "dissect/form/form.h"

#include <string>

namespace petze::http {

void tell_dns_query(std::string_view target, std::string_view begin, Origin const* parent,
                    LayerContext& layers)
{
    auto const question = target.find('?');
    if (question == npos || target.find("dns=", question) == npos)
        return;
    FormReader query{target.substr(question + 1)};
    FormPair pair;
    while (query.next(pair)) {
        if (pair.name != "dns")
            continue;
        auto const message = decode_base64(pair.value);
        if (!message || looks_like_dns(*message) != Likeness::yes)
            continue;
        auto const step = std::string{begin} + "url:query:dns";
        Origin const node{parent, step};
        tell_dns(*message, &node, Direction::to_server, layers);
    }
}

} // namespace petze::http
