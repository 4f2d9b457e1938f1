#include "csimdjson.h"

#include <simdjson.h>

#include <memory>
#include <vector>

namespace dom = simdjson::dom;

/// The nodes of a text, and simdjson's memory, in which their strings are.
struct csimdjson_tree {
  dom::parser parser;
  std::vector<csimdjson_node> nodes;

  bool parse(const uint8_t *bytes, size_t length) {
    if (parser.allocate(length, 512) != simdjson::SUCCESS) { return false; }
    dom::element root;
    // Copied, because simdjson reads beyond the end.
    const auto error =
      parser.parse(reinterpret_cast<const char *>(bytes), length, true).get(root);
    if (error != simdjson::SUCCESS) { return false; }
    add(root);
    return true;
  }

private:
  /// A value that holds others, and these behind it.
  template <typename Values, typename Add>
  void add(csimdjson_kind kind, Values values, Add add_one) {
    const size_t place = nodes.size();
    nodes.push_back({kind, 0, nullptr, 0, 0});
    size_t count = 0;
    for (const auto each : values) {
      add_one(each);
      count++;
    }
    nodes[place].count = count;
  }

  void add(dom::element element) {
    csimdjson_node node = {csimdjson_null, 0, nullptr, 0, 0};
    switch (element.type()) {
    case dom::element_type::ARRAY:
      add(csimdjson_array, dom::array(element), [this](dom::element each) { add(each); });
      return;
    case dom::element_type::OBJECT:
      add(csimdjson_member_list, dom::object(element), [this](dom::key_value_pair member) {
        add(member.key);
        add(member.value);
      });
      return;
    case dom::element_type::STRING: add(std::string_view(element)); return;
    case dom::element_type::INT64:
      node.kind = csimdjson_integer;
      node.integer = int64_t(element);
      break;
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
      node.kind = csimdjson_number;
      node.number = double(element);
      break;
    case dom::element_type::BOOL:
      node.kind = bool(element) ? csimdjson_true : csimdjson_false;
      break;
    case dom::element_type::NULL_VALUE: break;
    }
    nodes.push_back(node);
  }

  void add(std::string_view text) {
    nodes.push_back(
      {csimdjson_string, text.size(), reinterpret_cast<const uint8_t *>(text.data()), 0, 0});
  }
};

csimdjson_tree *csimdjson_parse(const uint8_t *bytes, size_t length) {
  auto tree = std::make_unique<csimdjson_tree>();
  if (bytes == nullptr || !tree->parse(bytes, length)) { return nullptr; }
  return tree.release();
}

const csimdjson_node *csimdjson_nodes(const csimdjson_tree *tree) { return tree->nodes.data(); }

void csimdjson_free(csimdjson_tree *tree) { delete tree; }
