/** How large a file is, as people say it: "8.6 KB", "2.1 MB". */
export function sizeTold(bytes: number): string {
  const kilo = bytes / 1024
  return kilo < 1024 ? `${Math.max(kilo, 0.1).toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`
}
