// An ordered map whose copies cost nothing and never change each other: writing copies only the path to the key. What
// lets a reader keep its picture while the writer goes on.
//
// Threads: a copy may be read by many at once; two copies never disturb each other.
// Editions: nodes made in one edition are written in place until a copy is shared. Give every round of writing that
// starts from a shared copy a number of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace arshjul::store {

template <class Key, class Mapped>
class PersistentMap {
 public:
  bool Empty() const { return root_ == nullptr; }

  // Nothing when the key is not there. Valid as long as this map is neither written nor destroyed.
  const Mapped* Find(const Key& key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      if (key < node->entry->first) {
        node = node->left.get();
      } else if (node->entry->first < key) {
        node = node->right.get();
      } else {
        return &node->entry->second;
      }
    }
    return nullptr;
  }

  void Put(Key key, Mapped mapped, uint64_t edition) {
    root_ = Put(std::move(root_), std::make_shared<const Entry>(std::move(key), std::move(mapped)), edition);
  }

  void Erase(const Key& key, uint64_t edition) {
    if (Find(key) != nullptr) root_ = Erase(std::move(root_), key, edition);
  }

  // Calls visit(key, mapped) in order for keys greater than `after` until it returns false.
  template <class Visit>
  void After(const Key& after, Visit visit) const {
    After(root_.get(), &after, visit);
  }
  template <class Visit>
  void All(Visit visit) const {
    After(root_.get(), nullptr, visit);
  }

  // The greatest key; nothing when empty.
  const Key* Last() const {
    const Node* node = root_.get();
    while (node != nullptr && node->right != nullptr) node = node->right.get();
    return node == nullptr ? nullptr : &node->entry->first;
  }

 private:
  using Entry = std::pair<const Key, Mapped>;
  struct Node;
  using Link = std::shared_ptr<Node>;
  // An AVL tree: hostile keys cannot make it deep, so recursion is safe.
  struct Node {
    std::shared_ptr<const Entry> entry;
    Link left, right;
    int height = 1;
    uint64_t edition = 0;
  };

  static int Height(const Link& link) { return link == nullptr ? 0 : link->height; }
  static void Measure(Node& node) { node.height = 1 + std::max(Height(node.left), Height(node.right)); }

  // A node that this edition may write.
  static Link Own(Link link, uint64_t edition) {
    if (link->edition == edition) return link;
    auto copy = std::make_shared<Node>(*link);
    copy->edition = edition;
    return copy;
  }

  static Link RotateRight(Link top, uint64_t edition) {
    Link left = Own(std::move(top->left), edition);
    top->left = std::move(left->right);
    Measure(*top);
    left->right = std::move(top);
    Measure(*left);
    return left;
  }

  static Link RotateLeft(Link top, uint64_t edition) {
    Link right = Own(std::move(top->right), edition);
    top->right = std::move(right->left);
    Measure(*top);
    right->left = std::move(top);
    Measure(*right);
    return right;
  }

  // `top` is owned.
  static Link Balance(Link top, uint64_t edition) {
    int lean = Height(top->left) - Height(top->right);
    if (lean > 1) {
      if (Height(top->left->left) < Height(top->left->right)) {
        top->left = RotateLeft(Own(std::move(top->left), edition), edition);
      }
      return RotateRight(std::move(top), edition);
    }
    if (lean < -1) {
      if (Height(top->right->right) < Height(top->right->left)) {
        top->right = RotateRight(Own(std::move(top->right), edition), edition);
      }
      return RotateLeft(std::move(top), edition);
    }
    Measure(*top);
    return top;
  }

  static Link Put(Link link, std::shared_ptr<const Entry> entry, uint64_t edition) {
    if (link == nullptr) return std::make_shared<Node>(Node{std::move(entry), nullptr, nullptr, 1, edition});
    link = Own(std::move(link), edition);
    if (entry->first < link->entry->first) {
      link->left = Put(std::move(link->left), std::move(entry), edition);
    } else if (link->entry->first < entry->first) {
      link->right = Put(std::move(link->right), std::move(entry), edition);
    } else {
      link->entry = std::move(entry);
      return link;
    }
    return Balance(std::move(link), edition);
  }

  // The key is there.
  static Link Erase(Link link, const Key& key, uint64_t edition) {
    link = Own(std::move(link), edition);
    if (key < link->entry->first) {
      link->left = Erase(std::move(link->left), key, edition);
    } else if (link->entry->first < key) {
      link->right = Erase(std::move(link->right), key, edition);
    } else if (link->left == nullptr) {
      return std::move(link->right);
    } else if (link->right == nullptr) {
      return std::move(link->left);
    } else {
      const Node* next = link->right.get();
      while (next->left != nullptr) next = next->left.get();
      link->entry = next->entry;
      link->right = Erase(std::move(link->right), link->entry->first, edition);
    }
    return Balance(std::move(link), edition);
  }

  template <class Visit>
  static bool After(const Node* node, const Key* after, Visit& visit) {
    if (node == nullptr) return true;
    bool wanted = after == nullptr || *after < node->entry->first;
    // Everything left of a key that is not wanted is not wanted either.
    if (wanted && !After(node->left.get(), after, visit)) return false;
    if (wanted && !visit(node->entry->first, node->entry->second)) return false;
    return After(node->right.get(), after, visit);
  }

  Link root_;
};

}  // namespace arshjul::store
