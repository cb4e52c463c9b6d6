using System;
using System.IO;
using System.Reflection;

namespace Ante.Platforms.Tests
{
    /// <summary>Prints what the token store keeps tokens in, for each assembly that it was compiled into for a platform.</summary>
    internal static class TokenKeepers
    {
        private static void Main(string[] assemblies)
        {
            var options = new AnteOptions { Server = "https://ante.example", ClientId = "client" };
            foreach (var assembly in assemblies)
            {
                var type = Assembly.LoadFrom(assembly).GetType("Ante.Samples.TokenStores.DeviceTokenStore", true)!;
                _ = (ITokenStore)Activator.CreateInstance(type, options, Path.GetTempPath())!;
                Console.WriteLine(type.GetProperty("Keeper")!.GetValue(null));
            }
        }
    }
}
