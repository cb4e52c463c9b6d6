// The Keychain for IosKeychain.cs. Each function answers with the status of the Security framework, 0 for a success. It compiles
// with and without automatic reference counting.

#import <Foundation/Foundation.h>
#import <Security/Security.h>
#include <stdlib.h>
#include <string.h>

static NSMutableDictionary* AnteKeychainItem(const char* service, const char* account)
{
    return [NSMutableDictionary dictionaryWithDictionary:@{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrService : [NSString stringWithUTF8String:service],
        (__bridge id)kSecAttrAccount : [NSString stringWithUTF8String:account],
    }];
}

extern "C" {

/// The content, to be given back by AnteKeychainFree; null when there is none.
int AnteKeychainRead(const char* service, const char* account, void** bytes, int* length)
{
    *bytes = NULL;
    *length = 0;
    @autoreleasepool
    {
        NSMutableDictionary* query = AnteKeychainItem(service, account);
        query[(__bridge id)kSecReturnData] = @YES;
        query[(__bridge id)kSecMatchLimit] = (__bridge id)kSecMatchLimitOne;
        CFTypeRef found = NULL;
        OSStatus status = SecItemCopyMatching((__bridge CFDictionaryRef)query, &found);
        if (status != errSecSuccess) return status;
        CFDataRef data = (CFDataRef)found;
        CFIndex size = CFDataGetLength(data);
        if (size > 0)
        {
            *bytes = malloc(size);
            memcpy(*bytes, CFDataGetBytePtr(data), size);
            *length = (int)size;
        }
        CFRelease(found);
        return status;
    }
}

void AnteKeychainFree(void* bytes)
{
    free(bytes);
}

/// Can be read once the device was unlocked after its start, and never leaves this device, not in a backup either.
int AnteKeychainWrite(const char* service, const char* account, const void* bytes, int length)
{
    @autoreleasepool
    {
        NSMutableDictionary* item = AnteKeychainItem(service, account);
        NSDictionary* content = @{
            (__bridge id)kSecValueData : [NSData dataWithBytes:bytes length:length],
            (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        };
        OSStatus status = SecItemUpdate((__bridge CFDictionaryRef)item, (__bridge CFDictionaryRef)content);
        if (status != errSecItemNotFound) return status;
        [item addEntriesFromDictionary:content];
        return SecItemAdd((__bridge CFDictionaryRef)item, NULL);
    }
}

int AnteKeychainDelete(const char* service, const char* account)
{
    @autoreleasepool
    {
        return SecItemDelete((__bridge CFDictionaryRef)AnteKeychainItem(service, account));
    }
}

}
