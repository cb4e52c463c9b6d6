using System;

namespace Ante
{
    /// <summary>The address of a runtime.</summary>
    internal static class ServerAddress
    {
        /// <summary>The address without a slash at the end.</summary>
        /// <exception cref="ArgumentException">It is no https address, nor http on this machine.</exception>
        internal static string Check(string address)
        {
            var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri);
            if (isAddress && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))) return address.TrimEnd('/');
            throw new ArgumentException(
                $"AnteOptions.Server is \"{address}\"; it must be an https address, or http on this machine (localhost)");
        }
    }
}
