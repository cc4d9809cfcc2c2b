#include "dissect/json/mend.h"

#include "base/text.h"
#include "dissect/json/follower.h"

namespace petze::json {

namespace {

// A string that is cut inside an escape: the beginning of the escape becomes blanks.
void drop_cut_escape(std::string& text, bool in_escape)
{
    if (in_escape) {
        text.back() = ' ';
        return;
    }
    constexpr std::size_t longest = 6; // \u12ab
    for (std::size_t back = 2; back < longest && back <= text.size(); ++back) {
        auto const at = text.size() - back;
        if (text[at] != '\\' || text[at + 1] != 'u')
            continue;
        std::size_t slashes = 0;
        while (slashes <= at && text[at - slashes] == '\\')
            ++slashes;
        if (slashes % 2 == 1)
            text.replace(at, back, back, ' ');
        return;
    }
}

void replace_what_is_refused(std::string& text)
{
    for (std::size_t i = 0; i < text.size();) {
        auto const length = utf8_length(std::string_view{text}.substr(i));
        if (length == 0)
            text[i] = '?';
        else if (length == 1 && text[i] >= 0 && text[i] < ' ')
            text[i] = ' ';
        i += length == 0 ? 1 : length;
    }
}

} // namespace

std::size_t document_length(std::string_view text)
{
    return Follower{}.follow(text);
}

std::string mend(std::string_view document)
{
    std::string text{document};
    replace_what_is_refused(text);
    Follower follower;
    follower.follow(text);
    if (follower.in_string())
        drop_cut_escape(text, follower.in_escape());
    return text + follower.closing();
}

} // namespace petze::json
