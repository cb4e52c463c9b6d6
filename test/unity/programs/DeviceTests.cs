using System;
using System.Collections;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Ante.Device.Tests;
using NUnit.Framework;
using UnityEngine.TestTools;

namespace Ante.Unity.Tests
{
    /// <summary>Runs the package's own tests as Unity's Test Runner does, and prints how each ended.</summary>
    internal static class DeviceTests
    {
        internal static int Run()
        {
            var platform = new UnityPlatform(null);
            AntePlatform.Current = platform;
            MainThread.Run(RunAllAsync, platform.Tick);
            return 0;
        }

        private static async Task RunAllAsync()
        {
            var methods = typeof(MatchTests).Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(MatchTests).Namespace)
                .SelectMany(type => type.GetMethods())
                .Where(method => Has<TestAttribute>(method) || Has<UnityTestAttribute>(method));
            foreach (var method in methods) Console.WriteLine($"{await OutcomeOfAsync(method)} {method.Name}");
        }

        private static async Task<string> OutcomeOfAsync(MethodInfo method)
        {
            var instance = Activator.CreateInstance(method.DeclaringType!);
            try
            {
                Call<SetUpAttribute>(instance!);
                if (method.Invoke(instance, null) is IEnumerator coroutine)
                    while (coroutine.MoveNext()) await Task.Yield();
                Call<TearDownAttribute>(instance!);
                return "passed";
            }
            catch (Exception failure)
            {
                return "failed " + (failure.InnerException ?? failure);
            }
        }

        private static void Call<T>(object instance)
            where T : Attribute
        {
            foreach (var method in instance.GetType().GetMethods().Where(Has<T>)) method.Invoke(instance, null);
        }

        private static bool Has<T>(MethodInfo method)
            where T : Attribute => method.GetCustomAttribute<T>() != null;
    }
}
