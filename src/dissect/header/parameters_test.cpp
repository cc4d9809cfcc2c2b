#include "dissect/header/parameters.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Parameter, IsFoundInEveryNotation)
{
    struct {
        char const* value;
        char const* name;
        char const* expected;
    } const cases[] = {
        // RFC 7578 4.2, RFC 6266 5, RFC 2231 3 and 4.1
        {R"(form-data; name="field1")", "name", "field1"},
        {R"(form-data; name="file"; filename="photo 1.jpg")", "filename", "photo 1.jpg"},
        {R"(form-data;name=a;filename=b.jpg)", "filename", "b.jpg"},
        {R"(attachment; filename="EURO rates"; filename*=utf-8''%e2%82%ac%20rates)", "filename",
         "\xe2\x82\xac rates"},
        {R"(x; title*0*=us-ascii'en'This%20is; title*1=" more")", "title", "This is more"},
        {R"(form-data; name="a\"b;c"; filename=x)", "name", "a\"b;c"},
        {R"(form-data; name="a\"b;c"; filename=x)", "filename", "x"},
        {R"(form-data; filename="C:\dir\photo.jpg")", "filename", R"(C:\dir\photo.jpg)"},
        {R"(multipart/mixed; Boundary=simple)", "boundary", "simple"},
        {R"(multipart/form-data; charset=utf-8; boundary = "a b" )", "boundary", "a b"},
        {R"(form-data; name="open)", "name", "open"},
        {"form-data; name=", "name", ""},
        {"form-data; name", "name", ""},
        {"form-data", "name", ""},
        {"; ;;=;", "name", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(parameter(c.value, c.name), c.expected) << c.value;
}

TEST(MainValue, IsLowerCase)
{
    EXPECT_EQ(main_value("Multipart/Form-Data ; boundary=x"), "multipart/form-data");
    EXPECT_EQ(main_value(""), "");
}

} // namespace
} // namespace petze
